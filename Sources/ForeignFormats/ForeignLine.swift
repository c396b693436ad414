/// A line of a text, or a part of one.
struct ForeignLine: Equatable {
  /// From 1.
  let number: Int
  /// Of the text, without the line end.
  let range: Range<Int>
}
