/// Where the person sits.
public enum LoginOrigin: Equatable, Sendable {
  /// At the machine: a console, a serial line or its own screen.
  case local
  /// Somewhere else, or not known: a login with an address, or at a pseudo-terminal.
  case remote
}
