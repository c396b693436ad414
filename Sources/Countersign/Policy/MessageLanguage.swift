/// The languages in which people are told something.
public enum MessageLanguage: Equatable, Sendable {
  case english

  /// Its tag (BCP 47).
  public var tag: StaticString {
    switch self {
    case .english: "en"
    }
  }
}
