import CDirectory
import CLDAP
import CPosix
import Countersign

/// Carries orders out at one server, as long as it decides.
struct DirectoryService: ~Copyable {
  private let connection: DirectoryConnection
  private let settings: DirectorySettings
  private let server: DirectoryServer

  init(connection: consuming DirectoryConnection, settings: DirectorySettings, server: DirectoryServer) {
    self.connection = connection
    self.settings = settings
    self.server = server
  }

  /// The time of an order is over. People take theirs; whoever started this bounds it as a whole.
  static func endOrder() { cs_bound_turn(0) }

  /// Until the other side lets go.
  borrowing func carryOutAll(from wire: Wire) {
    while true {
      DirectoryService.endOrder()
      guard let next = wire.order() else { return }
      DirectoryConnection.beginOrder()
      guard case .order(let order) = next else {
        wire.send(DirectoryReply.fault(.badOrder))
        return
      }
      let reply: DirectoryReply
      do throws(DirectoryFault) { reply = try carryOut(order, wire) } catch { reply = .fault(error) }
      guard wire.send(reply) else { return }
      // What is in flight is unknown from here on: nobody goes on with this connection.
      if case .fault = reply { return }
    }
  }

  /// - Throws: `.notDeciding` unless this server takes codes.
  @discardableResult
  borrowing func requireDecision() throws(DirectoryFault) -> SiteEntry {
    try site(try connection.ask(for: settings.base, EntryAttribute.ofSite))
  }

  private borrowing func site(_ question: DirectoryConnection.Question) throws(DirectoryFault) -> SiteEntry {
    guard let values = try connection.answer(to: question) else { throw .noBase }
    let site = try SiteEntry(values)
    guard site.deciders.contains(server.name(on: Host.name)) else { throw .notDeciding }
    return site
  }

  private borrowing func carryOut(
    _ order: DirectoryOrder, _ wire: Wire
  ) throws(DirectoryFault) -> DirectoryReply {
    switch order {
    case .read(let user): return try read(user)
    case .take(let user, let generation, let state):
      return try change(user, generation, to: next(generation), record: nil, state: state)
    case .write(let user, let generation, let record, let state):
      return try change(user, generation, to: next(generation), record: record, state: state)
    case .withhold(let user, let generation, let state):
      return try change(user, generation, to: 0, record: nil, state: state)
    case .add(let user, let generation, let record, let state):
      try requireDecision()
      return try outcome(
        connection.add(
          settings.entry(of: user), name: user.fileName, generation: decimal(generation), record: record, state: state))
    case .remove(let user, let generation):
      try requireDecision()
      return try outcome(connection.remove(settings.entry(of: user), generation: decimal(generation)))
    case .list: return try list(wire)
    case .check(let user): return try check(user)
    }
  }

  // MARK: Orders

  /// Site and user in one go.
  private borrowing func read(_ user: UserName) throws(DirectoryFault) -> DirectoryReply {
    let first = try connection.ask(for: settings.base, EntryAttribute.ofSite)
    let second = try connection.ask(for: settings.entry(of: user), EntryAttribute.ofUsers)
    let site = try site(first)
    guard let values = try connection.answer(to: second) else { return .absent }
    guard let found = DirectoryUser(values, takeover: site.takeover), found.name == user else { throw .malformed }
    return .found(found)
  }

  private borrowing func change(
    _ user: UserName, _ generation: UInt64, to next: UInt64, record: [UInt8]?, state: [UInt8]
  ) throws(DirectoryFault) -> DirectoryReply {
    try requireDecision()
    return try outcome(
      connection.modify(
        settings.entry(of: user), from: decimal(generation), to: decimal(next), record: record, state: state))
  }

  private func next(_ generation: UInt64) throws(DirectoryFault) -> UInt64 {
    let (next, overflow) = generation.addingReportingOverflow(1)
    guard !overflow else { throw .badOrder }
    return next
  }

  private borrowing func list(_ wire: Wire) throws(DirectoryFault) -> DirectoryReply {
    let site = try requireDecision()
    try connection.list(below: settings.base) { values in
      let user = DirectoryUser(values, takeover: site.takeover)
      return wire.send(user.map { .found($0) } ?? .flawed(values.one(.name) ?? []))
    }
    return .end
  }

  private borrowing func check(_ user: UserName) throws(DirectoryFault) -> DirectoryReply {
    guard let rights = try connection.rights(in: settings.entry(of: user)) else { return .absent }
    return .rights(state: rights.state, record: rights.record)
  }

  private borrowing func outcome(_ code: Int32) throws(DirectoryFault) -> DirectoryReply {
    switch code {
    case LDAP_SUCCESS: return .done
    case LDAP_NO_SUCH_ATTRIBUTE, LDAP_ASSERTION_FAILED, LDAP_ALREADY_EXISTS: return .overtaken
    case LDAP_NO_SUCH_OBJECT: return .absent
    default: throw DirectoryConnection.fault(code)
    }
  }

  private borrowing func decimal(_ number: UInt64) -> [UInt8] { Array("\(number)".utf8) }
}
