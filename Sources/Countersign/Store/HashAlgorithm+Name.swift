import OATH

extension HashAlgorithm {
  /// Reads what ``name`` writes; every other spelling gives `nil`.
  public init?(name: [UInt8]) {
    for algorithm in Self.allCases where name.equals(algorithm.name) {
      self = algorithm
      return
    }
    return nil
  }
}
