/// Accounts that need no password.
enum EmptyPasswords {
  /// - Parameter text: the content of `/etc/shadow`.
  static func names(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count > 1, fields[1].isEmpty, !fields[0].isEmpty else { return nil }
      return String(fields[0])
    }
  }
}
