/// Where an audit file ends, as its last bytes say: what the next line follows. Knows no files.
struct AuditFileEnd: Equatable {
  /// The last thing in the file that is a line.
  enum Last: Equatable {
    /// The place behind it.
    case line(AuditLink)
    /// The same, and the line says that the next file goes on.
    case rotated(AuditLink)
    /// There is none in the whole file.
    case nothing
    /// There is none in so many bytes as were looked at, and there are more.
    case unknown
  }

  let last: Last
  /// Everything behind that line; behind the file's beginning, or of what was looked at, where there is no such line.
  let gap: ArraySlice<UInt8>
  /// Whether a line end has to come before the next line.
  let isCut: Bool

  /// - Parameters:
  ///   - bytes: the last bytes of the file.
  ///   - isWholeFile: whether they are all it has.
  init(_ bytes: [UInt8], isWholeFile: Bool) {
    isCut = !bytes.isEmpty && bytes.last != AuditLineFormat.newline
    // A last line that lacks nothing but its line end is a line.
    var end: Int? = isCut ? bytes.count : bytes.count - 1
    while let newline = end, newline >= 0 {
      let before = bytes[..<newline].lastIndex(of: AuditLineFormat.newline)
      if before != nil || isWholeFile, let reading = AuditLineFormat.read(bytes[((before ?? -1) + 1)..<newline]) {
        last = reading.isKind(.rotated) ? .rotated(reading.link) : .line(reading.link)
        gap = bytes[min(newline + 1, bytes.count)...]
        return
      }
      end = before
    }
    last = isWholeFile ? .nothing : .unknown
    gap = bytes[...]
  }
}
