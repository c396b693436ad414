import Countersign
import OATH
import Words

/// Lets a new token answer challenges until one answer is right.
struct ChallengeAnswer {
  let suite: OCRASuite
  /// The first counter, where the suite has one.
  let counter: UInt64

  /// - Parameter secret: the digest of the PIN, where the suite has one, then the key.
  func confirm(_ secret: Span<UInt8>, _ dialogue: borrowing Dialogue) throws(Complaint) -> DeviceBeginning {
    var left = Confirmation.tries
    while left > 0 {
      let suite = suite
      let challenge = try Complaint.attempting("cannot make a challenge") { () throws(SystemFailure) in
        try Challenge(for: suite)
      }
      let answer = try dialogue.ask("Challenge \(DisplayText.of(challenge.digits)). Answer: ")
      let counter = counter
      let finding = try Complaint.attempting("cannot check the answer") { () throws(SystemFailure) in
        try FirstCode.check(
          answer.bytes, kind: .ocra(suite), secret: secret, counter: counter, now: Clock.now(), challenge: challenge)
      }
      if case .confirmed(let next, _) = finding {
        return DeviceBeginning(kind: .ocra(suite), nextMovingFactor: next, drift: 0)
      }
      left -= 1
      Terminal.remark("\(sentence(finding)) \(Confirmation.remainder(left))")
    }
    throw Complaint(
      "none of \(Confirmation.tries) answers was right; nothing was stored",
      hint: "compare suite, key and PIN; \(clues)")
  }

  private func sentence(_ finding: FirstCode.Finding) -> String {
    switch finding {
    case .notACode: said("An answer has \(suite.digits.count) digits.")
    case .wrong, .confirmed, .clockOff, .foreignKey, .unknownLayout: said("That answer does not fit the challenge.")
    }
  }

  private var clues: String {
    if suite.hasCounter { return said("--counter says where its counter stands") }
    return suite.timeStep == nil ? said("each challenge has another answer") : said("its clock may be wrong")
  }
}
