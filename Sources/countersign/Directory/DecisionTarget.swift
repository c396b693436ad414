import Countersign
import Words

/// The provider that is to decide.
struct DecisionTarget {
  let server: DirectoryServer
  /// By what hosts know it.
  let names: [[UInt8]]

  /// - Parameter addresses: as they were typed; the first one is spoken to.
  init(_ addresses: [String], _ site: DirectorySite) throws(Complaint) {
    var names: [[UInt8]] = []
    for text in addresses { names.append(try DeciderName.of(text, on: site.host)) }
    guard let server = addresses.first.flatMap({ DirectoryServer(Array($0.utf8)) }) else {
      throw Complaint(
        "\(DisplayText.of(Array((addresses.first ?? "").utf8))) is not reached from this machine",
        hint: "give an address first by which it is reached from here, or run this on that machine")
    }
    self.server = server
    self.names = names
    guard !site.settings.servers.contains(server) else { return }
    let name = DisplayText.of(server.text)
    Terminal.warn("\(name) is not among the servers of this policy; hosts need it in Directory, just as it is written")
  }

  /// Whether this is who decides.
  func isIn(_ deciders: [[UInt8]]) -> Bool { Set(deciders) == Set(names) }
}
