import Countersign

/// How a server has answered a change (RFC 4511, appendix A).
enum DirectoryOutcome: Equatable {
  case done
  /// A value that was to be deleted is not there: somebody else was faster.
  case overtaken
  /// There is an entry of that name already.
  case exists
  /// There is no entry of that name, or none above it.
  case noEntry
  case forbidden
  /// It has a copy of what another one has.
  case readOnly
  /// It does not know the schema.
  case noSchema
  /// Anything else, with what the server says to it.
  case refused(code: UInt64, text: String)

  init(code: UInt64, text: [UInt8]) {
    switch code {
    case 0: self = .done
    case 16: self = .overtaken
    case 68: self = .exists
    case 32: self = .noEntry
    case 50: self = .forbidden
    case 10, 53: self = .readOnly
    case 17, 21: self = .noSchema
    default: self = .refused(code: code, text: DisplayText.of(text))
    }
  }
}
