/// The lines before the first `Match`, or one `Match` with the lines behind it.
public struct PolicyBlock: Equatable, Sendable {
  /// Of the word `Match`, from 1; of the first line for the lines before any `Match`.
  public let line: UInt32
  /// From 1, in bytes.
  public let column: UInt32
  /// All have to hold; a part of ``Policy/criteria``. Empty for `Match all` and before the first `Match`.
  public internal(set) var criteria: Range<Int>
  /// A part of ``Policy/statements``.
  public internal(set) var statements: Range<Int>
  /// What the block sets.
  var keywords: PolicyKeywordSet = []
}
