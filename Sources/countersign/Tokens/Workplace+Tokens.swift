import Countersign
import Words

extension Workplace {
  /// The token of a serial number, which must be there.
  func token(_ serial: TokenSerial) throws(Complaint) -> HardwareToken {
    let token: HardwareToken?
    do { token = try store.token(serial) } catch {
      throw Complaint(error, user: nil, token: serial, at: store.location)
    }
    guard let token else { throw Complaint(.noSuchToken, token: serial, at: store.location) }
    return token
  }

  /// Makes a change about a token, with its failure in the words of the command.
  func changing<Value: ~Copyable>(
    _ serial: TokenSerial, of user: UserName? = nil,
    _ change: (borrowing UserStore) throws(AdministrationFailure) -> Value
  ) throws(Complaint) -> Value {
    do { return try change(store) } catch { throw Complaint(error, token: serial, user: user, at: store.location) }
  }
}
