/// Looks for two codes in a row while the moving factor is counted up.
struct PairSearch: ~Copyable {
  private let first: UInt32
  private let second: UInt32
  private var generator: CodeGenerator
  /// The code one moving factor back.
  private var previous: UInt32?

  init(first: UInt32, second: UInt32, generator: consuming CodeGenerator) {
    self.first = first
    self.second = second
    self.generator = generator
  }

  /// Whether the second code belongs to this moving factor and the first one to the one before, which was asked about
  /// last; `nil` is no moving factor.
  mutating func endsPair(at movingFactor: UInt64?, secret: Span<UInt8>) -> Bool {
    guard let movingFactor, let value = generator.value(of: movingFactor, secret: secret) else {
      previous = nil
      return false
    }
    defer { previous = value }
    return previous == first && value == second
  }
}
