/// A distinguished name, in the one spelling that names are compared in.
enum LDIFName {
  /// Small letters, no blanks round commas and equals signs.
  static func plain(_ name: String) -> String {
    name.lowercased().split(separator: ",", omittingEmptySubsequences: false).map { part in
      part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed).joined(separator: "=")
    }.joined(separator: ",")
  }

  /// The user ID that a name begins with: `uid=alice,ou=people,…`.
  static func user(_ name: String) -> [UInt8]? {
    guard let first = name.split(separator: ",").first else { return nil }
    let parts = first.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, ["uid", "cn"].contains(trimmed(parts[0]).lowercased()) else { return nil }
    let user = Array(trimmed(parts[1]).utf8)
    return user.isEmpty ? nil : user
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
