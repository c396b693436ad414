import Words

/// What an import says about a place in a file. Its texts hold no key, no code and nothing that could be one.
public struct ImportFinding: Equatable, Sendable {
  public let place: ImportPlace
  public let outcome: Outcome

  /// What there is to say. Texts are parts of sentences: lower case, without a final period.
  public enum Outcome: Equatable, Sendable {
    /// A device was taken.
    case taken(String)
    /// The user has it already.
    case alreadyThere(String)
    /// Something was taken otherwise than it stands there, or has to be known of.
    case changed(String)
    /// Something that belongs to another kind of factor: not taken, and not wrong.
    case kept(String)
    /// Something was not taken: why, and what can be done.
    case refused(String, hint: String)
  }

  public init(_ place: ImportPlace, _ outcome: Outcome) {
    self.place = place
    self.outcome = outcome
  }
}
