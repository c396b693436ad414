/// How asking a security key ended, as the companion says: the first byte of its last packet.
public enum KeyEnding: UInt8, CaseIterable, Sendable {
  /// It could not be done; a log line of the companion tells why.
  case failed = 0
  /// A signature was verified; ``KeyEvidence`` follows.
  case signed
  /// None of the user's keys is there.
  case noKey
  /// Nobody touched it in time, or whoever waited gave up.
  case noTouch
  case wrongPIN
  /// The key takes no PIN any more.
  case pinBlocked
  /// The key's answer does not prove what was asked for.
  case notProven
  /// The program that talks to the key died, or did not answer in time.
  case programFailed
  /// sshd has verified the key; ``KeyEvidence`` follows, of which only the device says something.
  case verifiedBySSHD

  /// What there is to make of a last packet that has no evidence in it.
  init(withoutEvidence bytes: [UInt8]) {
    let told = bytes.count == 1 ? KeyEnding(rawValue: bytes[0]) : nil
    switch told {
    case .signed, .verifiedBySSHD, nil: self = .failed
    case let told?: self = told
    }
  }

  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .failed: "key-failed"
    case .signed: "key-signed"
    case .noKey: "key-not-there"
    case .noTouch: "key-not-touched"
    case .wrongPIN: "key-wrong-pin"
    case .pinBlocked: "key-pin-blocked"
    case .notProven: "key-proves-nothing"
    case .programFailed: "key-program-failed"
    case .verifiedBySSHD: "key-verified-by-sshd"
    }
  }
}
