import Countersign
import OATH
import Words

/// Reads rows `serial:seed:counter`, seed and counter in Base64, of Nexus and ActivIdentity.
struct NexusListReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    guard let line = ListRows.lines(of: text).first else { return false }
    let fields = text.pieces(line.range, separator: UInt8(ascii: ":"))
    guard fields.count == 3, !fields[0].isEmpty, !fields[0].contains(where: { text[$0] == UInt8(ascii: "/") }) else {
      return false
    }
    return (try? ForeignSecret.base64(text.extracting(text.trimmed(fields[1])))) != nil
      && (try? ForeignSecret.base64(text.extracting(text.trimmed(fields[2])))) != nil
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    ListRows(separator: UInt8(ascii: ":"), context).read(text) { (row) throws(ImportRefusal) in
      guard row.fields.count == 3, let serial = row.words(0, of: text) else {
        throw ImportRefusal("the row is not SERIAL:SEED:COUNTER", hint: "put the row right and import the file again")
      }
      let secret = try ListKey.base64(text, row.fields[1])
      let counter = try NexusListReader.counter(text, row.fields[2])
      let (algorithm, remark) = ListKey.algorithm(context.defaults, secret)
      let token = ImportedToken(
        row.place, kind: try ForeignKind.eventBased(algorithm, context.defaults.digits), secret: secret)
      token.serial = serial
      token.nextMovingFactor = counter
      if let remark { token.remarks.append(remark) }
      return token
    }
  }

  /// Decimal digits, or up to eight bytes with the highest first.
  private static func counter(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> UInt64 {
    let shared: SharedSecret
    do throws(ForeignSecret.Flaw) { shared = try ForeignSecret.base64(text.extracting(range)) } catch {
      throw ImportRefusal(
        "the counter is not Base64: \(error.sentence)", hint: "put the row right and import the file again")
    }
    guard let number = number(shared.secret) else {
      throw ImportRefusal("the counter is no number", hint: "put the row right and import the file again")
    }
    return number
  }

  private static func number(_ secret: borrowing SecretBytes) -> UInt64? {
    let bytes = secret.bytes
    if let number = bytes.number(0..<bytes.count) { return number }
    guard bytes.count <= 8 else { return nil }
    var value: UInt64 = 0
    for index in bytes.indices { value = value << 8 | UInt64(bytes[index]) }
    return value
  }
}
