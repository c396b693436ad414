/// What libpam comes by when it goes through a stack.
public struct StackStep: Equatable, Sendable {
  /// What is done there.
  public enum Kind: Equatable, Sendable {
    case module(PAMRule)
    /// A rule that fails, whatever happens: it cannot be read, or includes a file that is not there.
    case failure
    /// The beginning of a substack, which counts as one for a jump.
    case substack(file: String)
  }

  public let place: StackPlace
  public let kind: Kind
  /// How many substacks it is in.
  public let level: Int

  public init(place: StackPlace, kind: Kind, level: Int) {
    self.place = place
    self.kind = kind
    self.level = level
  }

  /// The rule, if a module is called here.
  public var rule: PAMRule? { if case .module(let rule) = kind { rule } else { nil } }
}
