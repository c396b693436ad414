/// Telling answers apart that are no codes at all.
enum Answer {
  /// What OpenSSH sends in place of what was typed when the login cannot succeed anyway (an invalid user, root without
  /// `PermitRootLogin yes`): this text, cut or repeated to the typed length.
  private static let sshdJunk: [UInt8] = [0x08, 0x0A, 0x0D, 0x7F] + Array(ascii: "INCORRECT")

  static func isSSHDJunk(_ answer: Span<UInt8>) -> Bool {
    guard !answer.isEmpty else { return false }
    for index in answer.indices where answer[index] != sshdJunk[index % sshdJunk.count] { return false }
    return true
  }
}
