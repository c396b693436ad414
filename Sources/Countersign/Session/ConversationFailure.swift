/// A conversation that did not bring an answer; the person pressed Ctrl-C, the client went away, there is no terminal.
public struct ConversationFailure: Error, Equatable, Sendable {
  /// The PAM code it failed with, which is handed on.
  public let code: Int32

  public init(code: Int32) {
    self.code = code
  }
}
