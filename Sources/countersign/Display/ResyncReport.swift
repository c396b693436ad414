import Countersign
import OATH
import Words

/// What `resync` found, in words.
struct ResyncReport {
  /// What is printed, and all of it with `--json`.
  struct Facts: Encodable {
    let user: String
    let device: String
    /// How far its clock is ahead of ours, in seconds; time-based devices only.
    var drift: Int64?
    /// Codes that were passed over; event-based devices only.
    var passedOver: UInt64?

    /// How the device stands.
    var text: String {
      if let drift {
        guard drift != 0 else { return said("Its clock agrees with this machine's, within its window.") }
        let distance = TimeText.duration(drift.magnitude)
        return drift > 0
          ? said("It runs about \(distance) fast; that is taken into account.")
          : said("It runs about \(distance) slow; that is taken into account.")
      }
      let count = passedOver ?? 0
      guard count != 0 else { return said("It stands where it was expected.") }
      return count == 1 ? said("One code was passed over.") : said("\(count) codes were passed over.")
    }
  }

  let user: UserName
  let device: Device
  /// Whether the same code was typed twice.
  let sameCodes: Bool

  /// What is wrong with resynchronising a device whose codes say where it stands.
  static func needless(_ device: Device, of user: UserName) -> Complaint {
    if case .ocra = device.kind {
      return Complaint(
        "\(DisplayText.of(device.name)) answers challenges: two codes in a row say nothing of it",
        hint: "if its counter went astray, remove it and enrol it again, with --counter")
    }
    return Complaint(
      "the codes of \(DisplayText.of(device.name)) say where it stands: it needs no resynchronisation",
      hint: "type a new code; countersign status \(DisplayText.of(user)) shows what became of the last ones")
  }

  /// - Throws: what is wrong when the codes were not found.
  func facts(_ finding: Resynchronisation.Finding) throws(Complaint) -> Facts {
    let name = DisplayText.of(device.name)
    switch finding {
    case .inStep(let drift):
      return Facts(user: DisplayText.of(user), device: name, drift: ClockText.drift(device.kind, steps: drift) ?? 0)
    case .inCount(let passedOver):
      return Facts(user: DisplayText.of(user), device: name, passedOver: passedOver)
    case .needless: throw ResyncReport.needless(device, of: user)
    case .notACode:
      throw Complaint(
        device.kind.digits.map { "a code of \(name) has \($0.count) digits; nothing was changed" }
          ?? "a code of \(name) has another form; nothing was changed",
        hint: "give two codes, the second one as soon as the device shows it")
    case .used:
      throw Complaint(
        "codes of \(name) that old are used up; nothing was changed", hint: "wait for two codes that are newer")
    case .notFound where sameCodes:
      throw Complaint(
        "both codes are the same; nothing was changed", hint: "wait until the device shows another one")
    case .notFound:
      throw Complaint(
        "\(name) does not show these codes one after the other; nothing was changed",
        hint: "countersign status \(DisplayText.of(user)) shows which device it is; no code may be left out between")
    }
  }
}
