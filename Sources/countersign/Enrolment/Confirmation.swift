import Countersign
import OATH
import Words

/// Asks for the first code of a device, and says what is the matter if it is not right. It never tells a right code.
struct Confirmation {
  static let tries = 3

  let user: UserName
  let kind: DeviceKind
  /// The first moving factor of an event-based device.
  let counter: UInt64

  func confirm(_ secret: Span<UInt8>, _ dialogue: borrowing Dialogue) throws(Complaint) -> DeviceBeginning {
    var left = Confirmation.tries
    while left > 0 {
      let answer = try dialogue.ask("Code shown now: ")
      switch try check(answer.bytes, secret) {
      case .confirmed(let nextMovingFactor, let drift):
        return DeviceBeginning(kind: kind, nextMovingFactor: nextMovingFactor, drift: drift)
      case .notACode, .foreignKey, .unknownLayout:
        left -= 1
        let form = kind.digits.map { said("A code has \($0.count) digits.") } ?? said("That is no code.")
        Terminal.remark("\(form) \(Confirmation.remainder(left))")
      case .wrong:
        left -= 1
        Terminal.remark("That code does not fit the key. \(Confirmation.remainder(left))")
      case .clockOff(let seconds):
        left -= 1
        try tell(clockOff: seconds)
        Terminal.remark("Set the clock that is wrong, then type a new code. \(Confirmation.remainder(left))")
      }
    }
    throw Complaint("none of \(Confirmation.tries) codes was right; nothing was stored", hint: advice)
  }

  private func check(_ answer: Span<UInt8>, _ secret: Span<UInt8>) throws(Complaint) -> FirstCode.Finding {
    try Complaint.attempting("cannot check the code") { () throws(SystemFailure) in
      try FirstCode.check(answer, kind: kind, secret: secret, counter: counter, now: Clock.now())
    }
  }

  /// What is left to the person.
  static func remainder(_ left: Int) -> String {
    left == 0
      ? said("Nothing was stored.") : said("One try is left.", "\(left) tries are left.", count: left)
  }

  private func tell(clockOff seconds: Int64) throws(Complaint) {
    let now = try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in try Clock.now() }
    let distance = TimeText.duration(seconds.magnitude)
    Terminal.remark(
      seconds > 0
        ? "That code is right for a clock \(distance) ahead of this machine's."
        : "That code is right for a clock \(distance) behind this machine's.")
    Terminal.remark("This machine says \(TimeText.second(now)).")
  }

  private var advice: Message {
    var isUsual = kind.algorithm == .sha1 && kind.digits == .six
    if case .totp(let parameters) = kind { isUsual = isUsual && parameters.period == .thirtySeconds }
    return isUsual
      ? "run it again, scan the new QR code, and take the code of that entry"
      : "some apps ignore hash, digits or period; all apps know --algorithm sha1 --digits 6 --period 30"
  }
}
