import Countersign

/// What one server says, as far as this host may know.
struct DirectoryServerFacts: Equatable {
  let server: DirectoryServer
  /// By what it is known as the one that decides.
  let name: [UInt8]
  let standing: Standing

  /// How far one got there.
  enum Standing: Equatable {
    case fault(DirectoryFault)
    /// There is no entry for Countersign that this host may see; whether the server knows the schema, if it says so.
    case noBase(knowsSchema: Bool?)
    case otherVersion
    case site(Site)
  }

  /// The entry above all users, and what this host may do below it.
  struct Site: Equatable {
    let deciders: [[UInt8]]
    /// Seconds since 1970.
    let takeover: UInt64?
    /// Looked at where it decides.
    let rights: DirectoryClient.Rights?
  }

  var site: Site? {
    if case .site(let site) = standing { site } else { nil }
  }

  var decides: Bool { site?.deciders.contains(name) ?? false }

  /// Asks a server.
  static func ask(_ server: DirectoryServer, of site: DirectorySite) -> DirectoryServerFacts {
    let name = site.name(of: server)
    do throws(DirectoryFault) {
      return DirectoryServerFacts(server: server, name: name, standing: try standing(server, name, site))
    } catch {
      return DirectoryServerFacts(server: server, name: name, standing: .fault(error))
    }
  }

  private static func standing(
    _ server: DirectoryServer, _ name: [UInt8], _ site: DirectorySite
  ) throws(DirectoryFault) -> Standing {
    let client = try site.connect(to: server)
    guard let entry = try client.look(site.base.text), entry.has("countersignSite") else {
      return .noBase(knowsSchema: try client.knowsSchema())
    }
    guard entry.isOurs else { return .otherVersion }
    let rights = entry.deciders.contains(name) ? try client.rights(in: site.settings.base) : nil
    return .site(
      Site(deciders: entry.deciders, takeover: entry.takeover.flatMap(GeneralizedTime.seconds), rights: rights))
  }
}
