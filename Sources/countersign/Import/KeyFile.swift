import Countersign
import ForeignFormats
import Words

/// A file with a pre-shared key of AES: 16, 24 or 32 bytes, or as many in hexadecimal digits.
enum KeyFile {
  private static let lengths = [16, 24, 32]

  static func read(_ path: String) throws(Complaint) -> SharedSecret {
    let input = try ImportInput(path)
    guard let key = try key(input.content) else {
      throw Complaint(
        "\(DisplayText.of(input.name)) holds no key of AES",
        hint: "it has 16, 24 or 32 bytes, or twice as many hexadecimal digits")
    }
    return key
  }

  private static func key(_ content: borrowing SecretBytes) throws(Complaint) -> SharedSecret? {
    let bytes = content.bytes
    var end = bytes.count
    while end > 0, [0x0A, 0x0D, 0x20].contains(bytes[end - 1]) { end -= 1 }
    let digits = bytes.extracting(first: end)
    if lengths.contains(end / 2), end % 2 == 0, digits.indices.allSatisfy({ isDigit(digits[$0]) }) {
      return SharedSecret(try HexadecimalSecret.read(digits))
    }
    guard lengths.contains(bytes.count) else { return nil }
    let key = try Complaint.attempting("cannot read the key") { () throws(SystemFailure) in
      try SecretBytes(copying: content.bytes)
    }
    return SharedSecret(key)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "a")...UInt8(ascii: "f"):
      true
    default: false
    }
  }
}
