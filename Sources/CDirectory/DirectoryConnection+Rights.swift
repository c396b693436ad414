import CLDAP
import Countersign

extension DirectoryConnection {
  /// What may be changed in an entry. Changes nothing: of a generation that nobody has, a server looks at the rights
  /// first, and then finds nothing to change.
  ///
  /// - Returns: `nil` when there is no such entry.
  package borrowing func rights(in entry: [UInt8]) throws(DirectoryFault) -> (state: Bool, record: Bool)? {
    let nobodys = Array("-1".utf8)
    let state = modify(entry, from: nobodys, to: nobodys, record: nil, state: nobodys)
    if state == LDAP_NO_SUCH_OBJECT { return nil }
    let record = modify(entry, from: nobodys, to: nobodys, record: nobodys, state: nil)
    return (try DirectoryConnection.mayChange(state), try DirectoryConnection.mayChange(record))
  }

  private static func mayChange(_ code: Int32) throws(DirectoryFault) -> Bool {
    switch code {
    case LDAP_NO_SUCH_ATTRIBUTE: return true
    case LDAP_INSUFFICIENT_ACCESS: return false
    default: throw fault(code)
    }
  }
}
