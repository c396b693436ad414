import Countersign
import OATH
import Words

/// Asks for one touch of a new key, and learns from it what its codes begin with, unless that is known.
struct KeyTouch {
  /// `nil`: the first right touch tells.
  let identity: PublicIdentity?

  /// - Parameter secret: the AES key, then the private identity.
  func confirm(_ secret: Span<UInt8>, _ dialogue: borrowing Dialogue) throws(Complaint) -> DeviceBeginning {
    var left = Confirmation.tries
    while left > 0 {
      let answer = try dialogue.ask("Touch the key now: ")
      let kind = try kind(of: answer.bytes)
      let finding = try Complaint.attempting("cannot check the code") { () throws(SystemFailure) in
        try FirstCode.check(answer.bytes, kind: kind, secret: secret, counter: 0, now: Clock.now())
      }
      if case .confirmed(let next, _) = finding {
        return DeviceBeginning(kind: kind, nextMovingFactor: next, drift: 0)
      }
      left -= 1
      Terminal.remark("\(KeyTouch.sentence(finding)) \(Confirmation.remainder(left))")
    }
    throw Complaint(
      "none of \(Confirmation.tries) codes was right; nothing was stored",
      hint: "compare the secret key and the private identity with those that the key was programmed with")
  }

  private func kind(of answer: Span<UInt8>) throws(Complaint) -> DeviceKind {
    if let identity { return .yubicoOTP(identity) }
    let learned = try Complaint.attempting("cannot read the code") { () throws(SystemFailure) in
      try FirstCode.publicIdentity(answer)
    }
    return .yubicoOTP(learned ?? PublicIdentity.none)
  }

  private static func sentence(_ finding: FirstCode.Finding) -> String {
    switch finding {
    case .notACode: said("The code of a key has 32 to 64 letters.")
    case .foreignKey: said("That code begins with another public identity.")
    case .unknownLayout: said("Those are not the letters of a key: set another keyboard layout, such as QWERTY.")
    case .wrong, .confirmed, .clockOff: said("That code does not fit the secret key and the private identity.")
    }
  }
}
