/// How far the copy of a server is: of each provider, the last change that it has (contextCSN).
struct ReplicationPosition: Equatable {
  /// By the number of the provider.
  private let latest: [Substring: String]

  /// - Returns: `nil` for none, and for what is no number of a change, `20261126115300.123456Z#000000#001#000000`.
  init?(_ values: [String]) {
    var latest: [Substring: String] = [:]
    for value in values {
      let parts = value.split(separator: "#", omittingEmptySubsequences: false)
      guard parts.count == 4, parts[0].count == 22, parts.dropFirst().map(\.count) == [6, 3, 6] else { return nil }
      latest[parts[2]] = max(value, latest[parts[2]] ?? "")
    }
    guard !latest.isEmpty else { return nil }
    self.latest = latest
  }

  /// Whether all that another one has is here, too. The numbers are as wide as each other, and begin with the time.
  func hasAll(of other: ReplicationPosition) -> Bool {
    other.latest.allSatisfy { provider, change in latest[provider].map { $0 >= change } ?? false }
  }
}
