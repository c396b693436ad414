import Words

/// What one check has come to.
struct Finding: Equatable {
  enum Grade: String, Encodable {
    case ok
    /// It works, and may not do what is wanted.
    case warn
    /// Somebody is kept out who should get in, or the other way round.
    case fail
  }

  /// For machines; stays the same from version to version.
  let check: String
  let grade: Grade
  /// Like everything here lower case at its beginning, unless it begins with a name, and without a final period.
  let text: String
  /// What to do about it; `nil` where nothing has to be done.
  let cure: String?

  /// - Parameters:
  ///   - text: may hold names and paths as they were found.
  ///   - cure: likewise.
  private init(_ check: String, _ grade: Grade, _ text: Message, _ cure: Message?) {
    self.check = check
    self.grade = grade
    self.text = DisplayText.of(Array(text.text.utf8))
    self.cure = cure.map { DisplayText.of(Array($0.text.utf8)) }
  }

  static func ok(_ check: String, _ text: Message) -> Finding { Finding(check, .ok, text, nil) }

  static func warn(_ check: String, _ text: Message, cure: Message) -> Finding { Finding(check, .warn, text, cure) }

  static func fail(_ check: String, _ text: Message, cure: Message) -> Finding { Finding(check, .fail, text, cure) }
}
