/// Several names in a sentence.
enum NameList {
  /// `alice`, `alice and bob`, `alice, bob and 3 more`.
  ///
  /// - Parameter most: how many are named at most.
  static func of(_ names: [String], most: Int = 3) -> String {
    guard names.count > 1 else { return names.first ?? "nobody" }
    let shown = names.count <= most ? names.count : max(1, most - 1)
    let rest = names.count - shown
    let last = rest == 0 ? names[names.count - 1] : "\(rest) more"
    let before = names.prefix(rest == 0 ? shown - 1 : shown)
    return "\(before.joined(separator: ", ")) and \(last)"
  }
}
