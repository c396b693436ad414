import CQRSymbol

/// What a service can show, and where (DESIGN, section 7).
enum LoginDisplay: Equatable {
  /// Text of several lines belongs into the question: messages are held back, or garbled.
  case question
  /// Text of several lines belongs into a message: the question may be replaced by another.
  case message
  /// A window of a desktop: text without a drawing.
  case plain

  init(service: [UInt8]) {
    if service.starts(with: Array("sshd".utf8)) {
      self = .question
    } else if LoginDisplay.terminals.contains(where: { service == Array($0.utf8) }) {
      self = .message
    } else {
      self = .plain
    }
  }

  /// Services that talk with a terminal by libpam's own conversation, or as it does.
  private static let terminals = ["sudo", "sudo-i", "su", "su-l", "login", "remote", "runuser", "runuser-l", "doas"]
}
