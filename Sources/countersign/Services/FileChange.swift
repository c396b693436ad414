/// A file before and after a change.
struct FileChange: Equatable {
  /// Whose file it is.
  let service: String
  let path: String
  /// `nil` where there is no such file.
  let before: [UInt8]?
  let after: [UInt8]?

  /// What lies on the disk now.
  enum Standing: Equatable {
    case before, after
    /// Somebody else has changed it since.
    case other([UInt8]?)
  }

  func standing(_ bytes: [UInt8]?) -> Standing {
    if bytes == after { .after } else if bytes == before { .before } else { .other(bytes) }
  }
}
