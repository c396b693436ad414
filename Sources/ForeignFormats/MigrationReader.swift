import Countersign
import OATH
import Words

/// Reads what Google Authenticator shows as QR codes when it exports accounts: `otpauth-migration://offline?data=…`,
/// one a line. The data is a protocol buffer in Base64; many accounts come in several parts.
struct MigrationReader: ImportReader {
  private let context: ImportContext

  private static let start: StaticString = "otpauth-migration://offline?"

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    for line in text.lines {
      let range = text.withoutScannerLabel(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      return text.starts(with: "otpauth-migration://", range)
    }
    return false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    var batches = MigrationBatches()
    for line in text.lines {
      let range = text.withoutScannerLabel(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      let place = context.place(line.number)
      do throws(ImportRefusal) {
        let data = try data(text, range)
        let part = try read(data.secret, at: place, into: &file)
        guard batches.add(part) else {
          throw ImportRefusal("the part has a number that is none of its export", hint: "scan the QR code again")
        }
      } catch {
        file.refuse(place, verbatim: error.reason, hint: error.hint)
      }
    }
    for missing in batches.missing {
      file.refuse(
        context.wholeFile, "part \(missing.number) of \(missing.count) of an export is missing",
        hint: "scan all QR codes of the export, and put them into one file, one a line")
    }
    return file
  }

  /// The message that is in a URI.
  private func data(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> SharedSecret {
    let hint: Message = "it has to be otpauth-migration://offline?data=…, as the QR code has it"
    guard text.starts(with: MigrationReader.start, range) else {
      throw ImportRefusal("this is no export of Google Authenticator", hint: hint)
    }
    let query = range.lowerBound + MigrationReader.start.utf8CodeUnitCount..<range.upperBound
    for piece in text.pieces(query, separator: UInt8(ascii: "&")) where text.starts(with: "data=", piece) {
      let decoded = try PercentDecoding.secret(text, piece.lowerBound + 5..<piece.upperBound)
      do throws(ForeignSecret.Flaw) { return try ForeignSecret.base64(decoded.bytes) } catch {
        throw ImportRefusal("its data is not Base64: \(error.sentence)", hint: hint)
      }
    }
    throw ImportRefusal("the export has no data", hint: hint)
  }

  private func read(
    _ data: borrowing SecretBytes, at place: ImportPlace, into file: inout ImportedFile
  ) throws(ImportRefusal) -> MigrationBatches.Part {
    let bytes = data.bytes
    guard let fields = ProtobufField.all(in: bytes, 0..<bytes.count) else {
      throw ImportRefusal("its data is damaged", hint: "scan the QR code again")
    }
    var part = MigrationBatches.Part()
    var number = 0
    for field in fields {
      switch (field.number, field.value) {
      case (1, .bytes(let range)):
        number += 1
        do throws(ImportRefusal) { file.take(try token(bytes, range, at: place)) } catch {
          file.refuse(place, "account \(number): \(error.reason)", hint: Message(verbatim: error.hint))
        }
      case (3, .number(let count)): part.count = count
      case (4, .number(let index)): part.index = index
      case (5, .number(let export)): part.export = export
      default: continue
      }
    }
    return part
  }

  /// One account: secret 1, name 2, issuer 3, algorithm 4, digits 5, type 6, counter 7.
  private func token(
    _ bytes: Span<UInt8>, _ range: Range<Int>, at place: ImportPlace
  ) throws(ImportRefusal) -> ImportedToken {
    guard let fields = ProtobufField.all(in: bytes, range) else {
      throw ImportRefusal("it is damaged", hint: "scan the QR code again")
    }
    func number(_ wanted: UInt64) -> UInt64 {
      for field in fields.reversed() where field.number == wanted {
        if case .number(let value) = field.value { return value }
      }
      return 0
    }
    func part(_ wanted: UInt64) -> Range<Int>? {
      for field in fields.reversed() where field.number == wanted {
        if case .bytes(let range) = field.value { return range }
      }
      return nil
    }
    guard let key = part(1), !key.isEmpty else { throw ImportRefusal("it has no secret", hint: "export it again") }
    let algorithm = try algorithm(number(4))
    let digits = try digits(number(5))
    let kind =
      try isEventBased(number(6))
      ? ForeignKind.eventBased(algorithm, digits) : ForeignKind.timeBased(algorithm, digits, period: 30)
    let owner = part(2).map { bytes.copy($0) }.flatMap(OTPAuthParameters.account)
    let token = ImportedToken(place, kind: kind, secret: try secret(bytes.extracting(key)), owner: owner)
    if case .hotp = kind { token.nextMovingFactor = number(7) }
    return token
  }

  private func secret(_ bytes: Span<UInt8>) throws(ImportRefusal) -> SharedSecret {
    do { return SharedSecret(try SecretBytes(copying: bytes)) } catch {
      throw ImportRefusal("there is no memory for it", hint: "free some, and run it again")
    }
  }

  private func algorithm(_ number: UInt64) throws(ImportRefusal) -> HashAlgorithm {
    switch number {
    case 0, 1: return .sha1
    case 2: return .sha256
    case 3: return .sha512
    case 4: return try ForeignKind.algorithm(Array("md5".utf8))
    default:
      throw ImportRefusal("it has hash number \(number), which is not known", hint: "sha1, sha256 and sha512 are")
    }
  }

  private func digits(_ number: UInt64) throws(ImportRefusal) -> DigitCount {
    switch number {
    case 0, 1: return .six
    case 2: return .eight
    default:
      throw ImportRefusal("it has digits number \(number), which is not known", hint: "codes have 6 or 8 digits")
    }
  }

  private func isEventBased(_ number: UInt64) throws(ImportRefusal) -> Bool {
    switch number {
    case 0, 2: return false
    case 1: return true
    default: throw ImportRefusal("it has type number \(number), which is not known", hint: "hotp and totp are known")
    }
  }
}

extension Span<UInt8> {
  /// A line without blanks at its ends, and without what zbarimg puts before the text of a QR code.
  func withoutScannerLabel(_ range: Range<Int>) -> Range<Int> {
    let trimmed = trimmed(range)
    return starts(with: "QR-Code:", trimmed) ? trimmed.lowerBound + 8..<trimmed.upperBound : trimmed
  }
}
