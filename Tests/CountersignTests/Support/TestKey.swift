import Testing

@testable import Countersign

/// Host keys of tests.
enum TestKey {
  /// The content of a key file.
  static func file(_ digits: String = "0123456789ABCDEF") -> [UInt8] {
    Bytes.of("countersign-seal-key 1 " + String(repeating: digits, count: 4) + "\n")
  }

  /// A key, and with other digits another key.
  static func make(_ digits: String = "0123456789ABCDEF") throws -> SealKey {
    let content = file(digits)
    guard let key = try SealKey.parse(content.span) else {
      Issue.record("the key of the tests does not parse")
      throw StoreFailure.malformedKey
    }
    return key
  }
}
