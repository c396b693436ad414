/// What the module gives the companion, as the first byte says.
public enum CompanionAnswer: UInt8, Sendable {
  /// What was typed, or what an earlier module asked for.
  case answer = 0x61
  /// No earlier module has asked for anything.
  case none = 0x6E
  /// Something was typed, and the login is no longer about the user of the order.
  case otherUser = 0x75
}
