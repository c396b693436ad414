/// What is wrong with the content of a user record.
public enum RecordFlaw: Error, Equatable, Sendable {
  /// No `countersign-user` header, or of a version this program does not know.
  case unknownFormat
  /// The check value at the end does not fit: the file was changed by something else or belongs to another host.
  case notAuthentic
  /// This line, counted from 1, is not one this program writes.
  case badLine(Int)
  /// The record of another user stands under this name.
  case otherUser

  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .unknownFormat: "unknown-format"
    case .notAuthentic: "not-authentic"
    case .badLine: "bad-line"
    case .otherUser: "other-user"
    }
  }
}
