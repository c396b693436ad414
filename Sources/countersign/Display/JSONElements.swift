import FoundationEssentials

/// A list of which nothing is shown before all is known. Each element is kept as its text: facts take ten times the
/// room of that.
struct JSONElements {
  private let encoder = JSONText.encoder()
  private var texts: [String] = []

  mutating func add(_ element: some Encodable) throws(Complaint) { texts.append(try JSONText.of(element, encoder)) }

  /// - Parameter write: is given the text in pieces.
  func write(_ write: (String) throws(Complaint) -> Void) throws(Complaint) {
    try write("[")
    for (index, text) in texts.enumerated() { try write(index == 0 ? text : "," + text) }
    try write("]")
  }
}
