import Words

/// Several names in a sentence.
enum NameList {
  /// `alice`, `alice and bob`, `alice, bob and 3 more`.
  ///
  /// - Parameter most: how many are named at most.
  static func of(_ names: [String], most: Int = 3) -> String {
    guard names.count > 1 else { return names.first ?? said("nobody") }
    let shown = names.count <= most ? names.count : max(1, most - 1)
    let rest = names.count - shown
    let before = Enumeration.of(Array(names.prefix(rest == 0 ? shown - 1 : shown)))
    return rest == 0 ? said("\(before) and \(names[names.count - 1])") : said("\(before) and \(rest) more")
  }
}
