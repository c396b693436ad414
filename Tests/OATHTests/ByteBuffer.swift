import OATH

/// A sink of limited room for published, hence harmless, bytes.
struct ByteBuffer: ByteSink {
  private(set) var bytes: [UInt8] = []
  let capacity: Int

  init(capacity: Int = .max) {
    self.capacity = capacity
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ byte: UInt8) -> Bool {
    guard bytes.count < capacity else { return false }
    bytes.append(byte)
    return true
  }
}
