import OATH

/// A sink for what is not secret.
struct PlainBytes: ByteSink {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) -> Bool {
    bytes.append(byte)
    return true
  }
}
