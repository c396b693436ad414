import Countersign
import Words

/// Shows fresh recovery codes, once.
enum RecoverySheet {
  private static let codesPerRow = 2

  /// - Parameter plain: one code a line and nothing else, for scripts.
  static func show(_ codes: borrowing RecoveryCodes, plain: Bool, on terminal: Terminal) throws(Complaint) {
    let text: SecretBytes
    do { text = try table(codes, plain: plain) } catch { throw Complaint(error, doing: "cannot write recovery codes") }
    guard !plain else { return try terminal.show(text) }
    try terminal.say("Recovery codes, each good for one login without the device:")
    try terminal.say()
    try terminal.show(text)
    try terminal.say()
    try terminal.say("They are not shown again. Keep them away from the device.")
  }

  private static func table(_ codes: borrowing RecoveryCodes, plain: Bool) throws(SystemFailure) -> SecretBytes {
    var text = try SecretBytes(capacity: RecoveryCodeSet.size * 32)
    for index in 0..<RecoveryCodeSet.size {
      if !plain { for _ in 0..<2 { text.append(UInt8(ascii: " ")) } }
      codes.write(index, to: &text)
      let endsRow = plain || index % codesPerRow == codesPerRow - 1 || index == RecoveryCodeSet.size - 1
      text.append(UInt8(ascii: endsRow ? "\n" : " "))
    }
    return text
  }
}
