import Countersign

extension SecretBytes {
  /// An empty buffer, with its failure in this target's terms.
  init(room: Int) throws(QRFailure) {
    do {
      try self.init(capacity: room)
    } catch {
      throw .noMemory
    }
  }

  /// Adds text of the source; the room was reckoned beforehand.
  mutating func append(_ text: StaticString) {
    for byte in text.description.utf8 { append(byte) }
  }

  /// Adds a number in decimal digits.
  mutating func append(decimal number: Int) {
    for byte in String(number).utf8 { append(byte) }
  }
}
