/// Some of the keywords.
struct PolicyKeywordSet: OptionSet, Sendable {
  let rawValue: UInt16

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  init(_ keyword: PolicyKeyword) {
    rawValue = 1 << UInt16(keyword.rawValue)
  }
}
