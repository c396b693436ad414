/// Some of the keywords.
struct PolicyKeywordSet: OptionSet, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  init(_ keyword: PolicyKeyword) {
    rawValue = 1 << UInt32(keyword.rawValue)
  }
}
