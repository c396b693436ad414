/// How much a document may have of everything. What is above is no key file.
public struct XMLLimits: Sendable {
  /// Elements inside elements.
  public var depth = 32
  /// Elements in all.
  public var elements = 200_000
  /// Bytes of all attributes of one element, names included.
  public var attributes = 8_192
  /// Bytes of text of one element.
  public var text = 65_536

  public init() {}
}
