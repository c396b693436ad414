import CLDAP
import CPosix
import Countersign

/// A connection to one server, proved by TLS or by the machine, and introduced. Whoever has one owns nothing any more.
@safe
package struct DirectoryConnection: ~Copyable {
  private let handle: OpaquePointer

  /// In seconds, from TLS to the entry that says who decides.
  private static let patience: UInt32 = 3
  /// In seconds, for one order; then the kernel ends this process.
  private static let patienceOfOrders: UInt32 = 5

  /// The time of an order begins.
  package static let beginOrder: @convention(c) @Sendable () -> Void = { cs_bound_turn(patienceOfOrders) }

  /// Connects, says who this host is, and gives up all privileges for good: before it connects, unless they are needed
  /// for that. A socket may be root's alone, and the kernel tells its other end who connects; a keytab is read when it
  /// is used.
  package init(to server: DirectoryServer, _ settings: DirectorySettings) throws(DirectoryFault) {
    // Root's to look up, all of it: account, password and the certificates of authorities.
    let nobody = cs_find_nobody()
    let password = try DirectoryConnection.password(settings.login)
    // SAFETY: what is found in it is a handle that nobody else has.
    let prepared = unsafe DirectoryConnection.prepare(server.text + [0], settings.authority + [0])
    guard let handle = unsafe prepared else { throw .unreachable }
    let needsPrivileges = server.isLocal || !settings.login.isByPassword
    if !needsPrivileges, cs_become_account(nobody) != 0 { throw .failed }
    // SAFETY: the handle is this value's own. What is thrown here ends the process, and so the connection.
    let link = unsafe cs_ldap_connect(handle)
    guard link.code == 0 else {
      throw server.isLocal || link.was_reached == 0 ? DirectoryFault.unreachable : DirectoryFault.untrusted
    }
    cs_bound_turn(DirectoryConnection.patience)
    // SAFETY: as above.
    let code = unsafe DirectoryConnection.bind(handle, settings.login, password)
    if needsPrivileges, cs_become_account(nobody) != 0 { throw .failed }
    guard code == 0 else { throw code == LDAP_SERVER_DOWN ? DirectoryFault.unreachable : DirectoryFault.bindRefused }
    unsafe self.handle = handle
  }

  deinit {
    // SAFETY: freed here only.
    unsafe cs_ldap_disconnect(handle)
  }

  /// Once, before any connection: what libldap is not to look at, and which key a bind by Kerberos goes by. A keytab
  /// has to be root's alone, as a file with a password has.
  ///
  /// - Returns: whether that is settled.
  package static func prepare(for login: DirectoryLogin) -> Bool {
    guard case .kerberos(let keytab) = login else { return cs_ldap_begin() == 0 }
    let path = keytab + [0]
    // SAFETY: the pointer comes with the count of its own array, which is copied.
    return unsafe path.withUnsafeBufferPointer { path in
      unsafe cs_check_private(path.baseAddress, path.count) == 0
        && cs_ldap_begin_kerberos(path.baseAddress, path.count) == 0
    }
  }

  private static func prepare(_ url: [UInt8], _ authority: [UInt8]) -> OpaquePointer? {
    // SAFETY: both pointers come with the counts of their own arrays, which libldap copies.
    unsafe url.withUnsafeBufferPointer { url in
      unsafe authority.withUnsafeBufferPointer { authority in
        unsafe cs_ldap_prepare(url.baseAddress, url.count, authority.baseAddress, authority.count)
      }
    }
  }

  // MARK: Introduction

  private static let longestPassword = 1024

  /// - Returns: empty for a way that has none.
  private static func password(_ login: DirectoryLogin) throws(DirectoryFault) -> SecretBytes {
    do throws(SystemFailure) {
      var password = try SecretBytes(capacity: longestPassword)
      guard case .password(_, let file) = login else { return password }
      password.resize(to: longestPassword)
      let path = file + [0]
      var room = password.mutableBytes
      // SAFETY: both pointers come with their own counts.
      let length = unsafe path.withUnsafeBufferPointer { path in
        unsafe room.withUnsafeMutableBufferPointer { room in
          unsafe cs_read_private(path.baseAddress, path.count, room.baseAddress, room.count)
        }
      }
      password.resize(to: max(Int(length), 0))
      if password.count > 0 { return password }
    } catch {
      throw .failed
    }
    throw .badOrder
  }

  private static func bind(
    _ handle: OpaquePointer, _ login: DirectoryLogin, _ password: borrowing SecretBytes
  ) -> Int32 {
    switch login {
    // SAFETY: the caller owns the handle.
    case .external: return unsafe cs_ldap_bind_external(handle)
    case .kerberos: return unsafe cs_ldap_bind_kerberos(handle)
    case .password(let name, _):
      let name = name + [0]
      // SAFETY: both pointers come with the counts of their own arrays.
      return unsafe name.withUnsafeBufferPointer { name in
        unsafe password.bytes.withUnsafeBufferPointer { password in
          unsafe cs_ldap_bind_password(handle, name.baseAddress, name.count, password.baseAddress, password.count)
        }
      }
    }
  }

  // MARK: Reading

  /// A question whose answer has not been waited for.
  package struct Question {
    fileprivate let message: Int32
  }

  /// Asks for one entry, and does not wait.
  ///
  /// - Parameter filter: what has to hold for it, as LDAP writes that; by default nothing.
  package borrowing func ask(
    for entry: [UInt8], _ attributes: [EntryAttribute], filter: [UInt8] = []
  ) throws(DirectoryFault) -> Question {
    let entry = entry + [0]
    let filter = filter + [0]
    let names = EntryAttribute.names(attributes)
    var message: Int32 = 0
    // SAFETY: the pointers come with the counts of their own arrays, and the handle is this value's own.
    let code = unsafe entry.withUnsafeBufferPointer { entry in
      unsafe filter.withUnsafeBufferPointer { filter in
        unsafe names.withUnsafeBufferPointer { names in
          unsafe cs_ldap_ask(
            handle, entry.baseAddress, entry.count, filter.baseAddress, filter.count, names.baseAddress, names.count,
            &message)
        }
      }
    }
    guard code == 0 else { throw DirectoryConnection.fault(code) }
    return Question(message: message)
  }

  /// Waits for the entry.
  ///
  /// - Returns: `nil` when the server says that there is none.
  package borrowing func answer(to question: Question) throws(DirectoryFault) -> EntryValues? {
    guard let found = try answerIfAny(to: question) else { return nil }
    guard let entry = found.last, !found.isOverfull else { throw .malformed }
    return entry
  }

  /// Waits for what is found of the entry, which a filter may have hidden.
  ///
  /// - Returns: `nil` when the server says that there is no such entry.
  package borrowing func answerIfAny(to question: Question) throws(DirectoryFault) -> EntryCollector? {
    let collector = EntryCollector()
    // SAFETY: the collector outlives the call.
    let code = unsafe collector.collect { reader in unsafe cs_ldap_await(handle, question.message, reader) }
    if code == LDAP_NO_SUCH_OBJECT { return nil }
    guard code == LDAP_SUCCESS else { throw DirectoryConnection.fault(code) }
    return collector
  }

  /// Reads all users below an entry, page by page, with so many seconds for each.
  ///
  /// - Parameter each: is told every one; what it returns says whether to go on.
  package borrowing func list(
    below base: [UInt8], each: @escaping (EntryValues) -> Bool
  ) throws(DirectoryFault) {
    let base = base + [0]
    let names = EntryAttribute.names(EntryAttribute.ofUsers)
    let collector = EntryCollector(each: each)
    // SAFETY: the pointers come with the counts of their own arrays, and the collector outlives the call.
    let code = unsafe collector.collect { reader in
      unsafe base.withUnsafeBufferPointer { base in
        unsafe names.withUnsafeBufferPointer { names in
          unsafe cs_ldap_list(
            handle, base.baseAddress, base.count, names.baseAddress, names.count,
            DirectoryConnection.beginOrder, reader)
        }
      }
    }
    guard code == LDAP_SUCCESS else { throw DirectoryConnection.fault(code) }
  }

  // MARK: Changing

  /// Changes a user, in one operation, if the generation is still that one.
  ///
  /// - Parameter record: `nil` to leave it as it is.
  /// - Returns: a result code.
  package borrowing func modify(
    _ entry: [UInt8], from old: [UInt8], to new: [UInt8], record: [UInt8]?, state: [UInt8]?
  ) -> Int32 {
    let entry = entry + [0]
    // SAFETY: the pointers come with the counts of their own arrays, which outlive the call.
    return unsafe entry.withUnsafeBufferPointer { entry in
      unsafe old.withUnsafeBufferPointer { old in
        unsafe DirectoryConnection.withUser(new, record, state) { user in
          let old = unsafe cs_ldap_bytes(bytes: old.baseAddress, length: old.count)
          return unsafe cs_ldap_modify(handle, entry.baseAddress, entry.count, old, user)
        }
      }
    }
  }

  package borrowing func add(
    _ entry: [UInt8], name: [UInt8], generation: [UInt8], record: [UInt8], state: [UInt8]
  ) -> Int32 {
    let entry = entry + [0]
    // SAFETY: as for modify.
    return unsafe entry.withUnsafeBufferPointer { entry in
      unsafe name.withUnsafeBufferPointer { name in
        unsafe DirectoryConnection.withUser(generation, record, state) { user in
          let name = unsafe cs_ldap_bytes(bytes: name.baseAddress, length: name.count)
          return unsafe cs_ldap_add(handle, entry.baseAddress, entry.count, name, user)
        }
      }
    }
  }

  package borrowing func remove(_ entry: [UInt8], generation: [UInt8]) -> Int32 {
    let entry = entry + [0]
    let filter = Array("(countersignGeneration=".utf8) + generation + Array(")".utf8) + [0]
    // SAFETY: as for modify.
    return unsafe entry.withUnsafeBufferPointer { entry in
      unsafe filter.withUnsafeBufferPointer { filter in
        unsafe cs_ldap_remove(handle, entry.baseAddress, entry.count, filter.baseAddress, filter.count)
      }
    }
  }

  private static func withUser(
    _ generation: [UInt8], _ record: [UInt8]?, _ state: [UInt8]?, _ body: (cs_ldap_user) -> Int32
  ) -> Int32 {
    let record = record ?? []
    let state = state ?? []
    // SAFETY: an empty array is told as none; the others outlive the body.
    return unsafe generation.withUnsafeBufferPointer { generation in
      unsafe record.withUnsafeBufferPointer { record in
        unsafe state.withUnsafeBufferPointer { state in
          unsafe body(
            cs_ldap_user(
              generation: cs_ldap_bytes(bytes: generation.baseAddress, length: generation.count),
              record: cs_ldap_bytes(bytes: record.isEmpty ? nil : record.baseAddress, length: record.count),
              state: cs_ldap_bytes(bytes: state.isEmpty ? nil : state.baseAddress, length: state.count)))
        }
      }
    }
  }

  /// Makes any change, or a new entry, in one operation.
  ///
  /// - Returns: a result code, or a negative number where there is no result.
  package borrowing func apply(_ changes: [DirectoryChange], to entry: [UInt8], isNew: Bool) -> Int32 {
    let entry = entry + [0]
    var list = cs_ldap_changes()
    // SAFETY: all that it holds was allocated by the calls below.
    defer { unsafe cs_ldap_free_changes(&list) }
    for change in changes {
      let name = change.attribute + [0]
      // SAFETY: pointers come with the counts of their own arrays, which are copied.
      var code = unsafe name.withUnsafeBufferPointer { name in
        unsafe cs_ldap_begin_change(&list, Int32(change.kind.rawValue), name.baseAddress, name.count)
      }
      for value in change.values where code == 0 {
        // SAFETY: as above.
        code = unsafe value.withUnsafeBufferPointer { unsafe cs_ldap_add_value(&list, $0.baseAddress, $0.count) }
      }
      guard code == 0 else { return code }
    }
    // SAFETY: the name comes with its count, and the list is as long as it says.
    return unsafe entry.withUnsafeBufferPointer { entry in
      unsafe cs_ldap_apply(handle, entry.baseAddress, entry.count, &list, isNew ? 1 : 0)
    }
  }

  /// What the server has said to its last result.
  package borrowing func remark() -> [UInt8] {
    var room = [UInt8](repeating: 0, count: DirectoryAdministrationReply.longestText)
    // SAFETY: the pointer comes with the count of its own array.
    let length = unsafe room.withUnsafeMutableBufferPointer { unsafe cs_ldap_remark(handle, $0.baseAddress, $0.count) }
    return Array(room.prefix(length))
  }

  /// What a result that is no success comes to.
  package static func fault(_ code: Int32) -> DirectoryFault {
    switch code {
    // Whoever may not have more entries than these may not have all of them.
    case LDAP_INSUFFICIENT_ACCESS, LDAP_SIZELIMIT_EXCEEDED, LDAP_ADMINLIMIT_EXCEEDED: .forbidden
    case LDAP_REFERRAL, LDAP_UNWILLING_TO_PERFORM: .notDeciding
    case Int32(cs_ldap_not_an_answer), Int32(cs_ldap_stopped), LDAP_DECODING_ERROR: .malformed
    case LDAP_SERVER_DOWN: .unreachable
    default: .failed
    }
  }
}
