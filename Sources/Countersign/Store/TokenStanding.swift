/// Who has a token. The user's record decides: the inventory only says where to look.
public enum TokenStanding: Equatable, Sendable {
  case free
  /// The user's record has it.
  case assigned(HardwareToken.Assignment)
  /// It was to be given to this user, who does not have it: the command was killed half-way, or the user's files were
  /// taken away without reading them. Nobody has it, and how far its counter went is not certain.
  case left(HardwareToken.Assignment)
}
