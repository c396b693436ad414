import Words

/// Parts of a description one after another, as `time-based, sha1, 6 digits`.
enum Enumeration {
  static func of(_ parts: [String]) -> String { parts.joined(separator: said(", ", context: "between two items")) }
}
