import CDirectory
import CLDAP
import Countersign

/// Carries out what administrators order, at one server, whether it decides or not.
struct AdministrationService: ~Copyable {
  private let connection: DirectoryConnection

  init(connection: consuming DirectoryConnection) {
    self.connection = connection
  }

  /// Until the other side lets go.
  borrowing func carryOutAll(from wire: Wire) {
    while true {
      DirectoryService.endOrder()
      guard let next = wire.administrationOrder() else { return }
      DirectoryConnection.beginOrder()
      guard case .order(let order) = next else {
        wire.send(DirectoryAdministrationReply.fault(.badOrder))
        return
      }
      let reply: DirectoryAdministrationReply
      do throws(DirectoryFault) { reply = try carryOut(order) } catch { reply = .fault(error) }
      guard wire.send(reply) else { return }
      if case .fault = reply { return }
    }
  }

  private borrowing func carryOut(
    _ order: DirectoryAdministrationOrder
  ) throws(DirectoryFault) -> DirectoryAdministrationReply {
    switch order {
    case .look(let entry): return try look(entry)
    case .knows(let objectClass, let schema):
      let filter = Array("(objectClasses=".utf8) + objectClass + Array(")".utf8)
      let found = try connection.answerIfAny(to: connection.ask(for: schema, [.objectClass], filter: filter))
      return .known(found?.last != nil)
    case .rights(let entry):
      guard let rights = try connection.rights(in: entry) else { return .absent }
      return .rights(state: rights.state, record: rights.record)
    case .add(let entry, let changes): return try result(connection.apply(changes, to: entry, isNew: true))
    case .change(let entry, let changes): return try result(connection.apply(changes, to: entry, isNew: false))
    }
  }

  private borrowing func look(_ entry: [UInt8]) throws(DirectoryFault) -> DirectoryAdministrationReply {
    guard let values = try connection.answer(to: connection.ask(for: entry, EntryAttribute.ofAdministration)) else {
      return .absent
    }
    return .entry(
      EntryAttribute.ofAdministration.compactMap { attribute in
        let found = values.all(attribute)
        return found.isEmpty ? nil : DirectoryChange(.add, Array(attribute.rawValue.utf8), found)
      })
  }

  /// A result is the server's; a negative number is none.
  private borrowing func result(_ code: Int32) throws(DirectoryFault) -> DirectoryAdministrationReply {
    guard code >= 0, code != LDAP_SERVER_DOWN else { throw DirectoryConnection.fault(code) }
    return .result(code: UInt64(code), text: code == 0 ? [] : connection.remark())
  }
}
