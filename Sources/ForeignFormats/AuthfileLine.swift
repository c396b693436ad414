/// A line of a file of pam_u2f: whose it is, and where its keys stand.
struct AuthfileLine {
  /// Empty where the line has no form at all.
  let user: [UInt8]
  let credentials: [Range<Int>]
  /// Whether the first key looks like one.
  let isLikely: Bool

  var hasUser: Bool { !user.isEmpty && !credentials.isEmpty }

  init(_ text: Span<UInt8>, _ range: Range<Int>) {
    let parts = text.pieces(range, separator: UInt8(ascii: ":"))
    // Blanks are in no user's name, and a line of others may well have a colon.
    let name = parts.first.map { text.copy($0) } ?? []
    user = name.contains(UInt8(ascii: " ")) || name.contains(UInt8(ascii: ",")) ? [] : name
    credentials = Array(parts.dropFirst())
    guard !user.isEmpty, let first = parts.dropFirst().first else {
      isLikely = false
      return
    }
    let fields = text.pieces(first, separator: UInt8(ascii: ","))
    isLikely = (2...4).contains(fields.count) && !fields[0].isEmpty && fields[1].count >= 32
  }
}
