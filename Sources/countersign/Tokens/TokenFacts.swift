import Countersign
import OATH

/// What may be told of a hardware token: everything but its secret.
struct TokenFacts: Encodable {
  enum State: String, Encodable {
    case free, assigned
    /// Nobody has it, and a code has to confirm its counter before it is given again.
    case left
  }

  let serial: String
  var manufacturer: String?
  /// `totp` or `hotp`.
  let kind: String
  var algorithm: String?
  var digits: Int?
  /// In seconds; time-based tokens only.
  var period: UInt64?
  let added: String?
  var expires: String?
  let state: State
  /// Who has it, or was to have it.
  var user: String?
  /// The number of the device that it is for the user.
  var device: UInt32?
  var since: String?
  var by: String?

  init(_ token: HardwareToken, _ standing: TokenStanding) {
    serial = DisplayText.of(token.serial.bytes)
    manufacturer = token.manufacturer.map { DisplayText.of($0) }
    kind = token.kind.name.description
    algorithm = token.kind.algorithm?.name.description
    digits = token.kind.digits?.count
    if case .totp(let parameters) = token.kind { period = parameters.period.seconds }
    added = TimeText.universal(token.added)
    expires = token.expires.map { TimeText.always($0) }
    let assignment: HardwareToken.Assignment?
    switch standing {
    case .free: (state, assignment) = (.free, nil)
    case .assigned(let given): (state, assignment) = (.assigned, given)
    case .left(let given): (state, assignment) = (.left, given)
    }
    user = assignment.map { DisplayText.of($0.user) }
    device = assignment?.device
    since = assignment.map { TimeText.always($0.since) }
    by = assignment.map { DisplayText.of($0.by) }
  }
}
