import Countersign
import Words

/// One server, as those who move the decision work on it.
struct DecisionPlace: ~Copyable {
  let server: DirectoryServer
  private let client: DirectoryClient
  private let site: DirectorySite

  init(_ server: DirectoryServer, of site: DirectorySite) throws(Complaint) {
    do throws(DirectoryFault) { client = try site.connect(to: server) } catch {
      throw Complaint(error, at: server, site.settings.login)
    }
    self.server = server
    self.site = site
  }

  var name: String { DisplayText.of(server.text) }

  /// Who decides, as this server has it.
  borrowing func deciders() throws(Complaint) -> [[UInt8]] {
    let base = site.base.text
    guard let entry = try attempting({ (client) throws(DirectoryFault) in try client.look(base) }), entry.isOurs else {
      throw Complaint(.noBase, at: server, site.settings.login)
    }
    return entry.deciders
  }

  /// How far this server is.
  borrowing func position() throws(Complaint) -> ReplicationPosition {
    for level in site.base.levels {
      let entry = try attempting { (client) throws(DirectoryFault) in try client.look(level.text) }
      if let position = entry.flatMap({ ReplicationPosition($0.texts("contextCSN")) }) { return position }
    }
    throw Complaint(
      "\(name) does not say how far it is", hint: """
        \(Complaint.who(site.settings.login)) must be allowed to read contextCSN at the top of the database; a \
        provider has it with the overlay syncprov
        """)
  }

  /// Changes who decides, if that is still as it was.
  ///
  /// - Parameter takeover: the time from which on it holds, where something of before may be missing.
  borrowing func decide(
    _ new: [[UInt8]], insteadOf old: [[UInt8]], takeover: String? = nil
  ) throws(Complaint) {
    let attribute = Array("countersignDecider".utf8)
    var changes = [DirectoryChange(.delete, attribute, old), DirectoryChange(.add, attribute, new)]
    if let takeover { changes.append(DirectoryChange(.replace, "countersignTakeover", [takeover])) }
    try require(try change(changes))
  }

  /// Finds out whether the decision could be written here, and changes nothing.
  borrowing func requireWritable() throws(Complaint) {
    let nobody = DirectoryChange(.delete, "countersignDecider", ["nobody"])
    let outcome = try change([nobody, DirectoryChange(.add, "countersignDecider", ["nobody"])])
    guard outcome != .overtaken else { return }
    try require(outcome)
  }

  private borrowing func change(_ changes: [DirectoryChange]) throws(Complaint) -> DirectoryOutcome {
    let base = site.base.text
    return try attempting { (client) throws(DirectoryFault) in try client.change(base, changes) }
  }

  private func require(_ outcome: DirectoryOutcome) throws(Complaint) {
    guard outcome != .done else { return }
    throw Complaint(outcome, at: server, entry: site.base.text, site.settings.login)
  }

  private borrowing func attempting<Value>(
    _ body: (borrowing DirectoryClient) throws(DirectoryFault) -> Value
  ) throws(Complaint) -> Value {
    do { return try body(client) } catch { throw Complaint(error, at: server, site.settings.login) }
  }
}
