import Countersign

/// One element of an ``XMLDocument``: its names and where it stands, not its text.
public struct XMLElement: Sendable {
  /// The namespace, empty for none.
  public let namespace: [UInt8]
  /// The name without a prefix.
  public let name: [UInt8]
  /// The line of its start tag, from 1.
  public let line: Int
  /// The attributes in their order; those of a namespace are left out.
  public internal(set) var attributes: [(name: [UInt8], value: [UInt8])] = []
  /// The places of its children in the document.
  var children: [Int] = []
  /// Its text as a part of the document's, empty where it has children.
  var text = 0..<0

  /// The value of an attribute.
  public func attribute(_ name: StaticString) -> [UInt8]? {
    attributes.first { $0.name.equals(name) }?.value
  }
}
