import CKeyFile
import Countersign

/// One value of a key: in the clear, or encrypted with or without a MAC (RFC 6030 section 4.2).
enum PSKCValue {
  /// Where it stands.
  case plain(XMLElement)
  case encrypted(PSKCEncryptedText, mac: [UInt8]?)

  /// - Parameter name: of the element in `Data`.
  /// - Returns: `nil` for a key without this value.
  init?(_ name: StaticString, of key: XMLElement, _ document: borrowing XMLDocument) throws(PSKCFlaw) {
    guard let data = try document.only("Data", of: key), let element = try document.only(name, of: data) else {
      return nil
    }
    let plain = try document.only("PlainValue", of: element)
    guard let encrypted = try document.only("EncryptedValue", of: element) else {
      guard let plain else { throw .missing("PlainValue") }
      self = .plain(plain)
      return
    }
    guard plain == nil else { throw .repeated(Array(ascii: name)) }
    let mac = try document.only("ValueMAC", of: element)
    self = .encrypted(try PSKCEncryptedText(encrypted, document), mac: try mac.map { (mac) throws(PSKCFlaw) in
      let bytes = try document.binary(mac, "ValueMAC")
      return bytes.bytes.indices.map { bytes.bytes[$0] }
    })
  }

  /// The value as bytes; in the clear it is Base64.
  func secret(_ document: borrowing XMLDocument, _ lock: PSKCLock) throws(PSKCFlaw) -> SecretBytes {
    switch self {
    case .plain(let element): try document.binary(element, "PlainValue")
    case .encrypted(let text, let mac): try lock.open(text, mac: mac)
    }
  }

  /// The value as a number; in the clear it is decimal, encrypted it is big-endian with the sign in the highest bit of
  /// 4 or 8 bytes.
  func number(_ name: String, _ document: borrowing XMLDocument, _ lock: PSKCLock) throws(PSKCFlaw) -> Int64 {
    switch self {
    case .plain(let element):
      guard let words = document.words(of: element), let number = PSKCValue.decimal(words) else {
        throw .noNumber(name)
      }
      return number
    case .encrypted(let text, let mac):
      let opened = try lock.open(text, mac: mac)
      guard let number = PSKCValue.bigEndian(opened.bytes) else { throw .noNumber(name) }
      return number
    }
  }

  private static func decimal(_ words: [UInt8]) -> Int64? {
    let isNegative = words.first == UInt8(ascii: "-")
    let digits = isNegative || words.first == UInt8(ascii: "+") ? words.dropFirst() : words[...]
    let number = Array(digits).span.number(0..<digits.count)
    guard let magnitude = number.flatMap({ Int64(exactly: $0) }) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private static func bigEndian(_ bytes: Span<UInt8>) -> Int64? {
    guard (1...8).contains(bytes.count) else { return nil }
    var value: UInt64 = 0
    for index in bytes.indices { value = value << 8 | UInt64(bytes[index]) }
    return bytes.count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }

  /// Whether nothing but the right key proves that it is unaltered.
  func isUnproved(_ lock: PSKCLock) -> Bool {
    guard case .encrypted(let text, _) = self else { return false }
    return lock.leavesUnproved(text)
  }
}
