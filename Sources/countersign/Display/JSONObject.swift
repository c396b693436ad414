import FoundationEssentials

/// An object that is written as JSON piece by piece: of its lists one element is made at a time, so that they may be as
/// long as a site is large.
struct JSONObject {
  enum Value {
    case one(any Encodable)
    /// So many elements, and how each is made.
    case list(Int, (Int) -> any Encodable)

    static func list<Element>(_ elements: [Element], _ make: @escaping (Element) -> any Encodable) -> Value {
      .list(elements.count) { make(elements[$0]) }
    }
  }

  let fields: [String: Value]

  /// - Parameter write: is given the text in pieces of some kilobytes.
  func write(_ write: (String) throws(Complaint) -> Void) throws(Complaint) {
    let encoder = JSONText.encoder()
    var piece = "{"
    for (position, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
      piece += (position == 0 ? "" : ",") + (try JSONText.of(field.key, encoder)) + ":"
      switch field.value {
      case .one(let value): piece += try JSONText.of(value, encoder)
      case .list(let count, let element):
        piece += "["
        for index in 0..<count {
          piece += (index == 0 ? "" : ",") + (try JSONText.of(element(index), encoder))
          guard piece.utf8.count >= JSONObject.pieceSize else { continue }
          try write(piece)
          piece = ""
        }
        piece += "]"
      }
    }
    try write(piece + "}")
  }

  private static let pieceSize = 16_384
}
