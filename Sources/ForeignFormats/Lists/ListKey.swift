import Countersign
import OATH
import Words

/// The keys of lists, in the spellings that vendors have for them.
enum ListKey {
  /// Keys from here on are as long as those for SHA-256, in bytes.
  private static let longKey = 32

  /// Hexadecimal digits of either case; blanks and `0x` before them are dropped.
  static func hexadecimal(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> SharedSecret {
    var part = range
    if text.starts(with: "0x", part) || text.starts(with: "0X", part) { part = part.dropFirst(2) }
    do throws(ForeignSecret.Flaw) { return try ForeignSecret.hexadecimal(text.extracting(part)) } catch {
      throw refusal("hexadecimal", error, hint: "it has the digits 0 to 9 and A to F, two for each byte")
    }
  }

  static func base64(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> SharedSecret {
    do throws(ForeignSecret.Flaw) { return try ForeignSecret.base64(text.extracting(range)) } catch {
      throw refusal("Base64", error, hint: "put the row right and import the file again")
    }
  }

  /// Base32; but hexadecimal where there is a digit that Base32 does not have and nothing that hexadecimal does not.
  static func base32OrHexadecimal(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImportRefusal) -> SharedSecret {
    let areDigits = range.allSatisfy { ForeignSecret.digit(text[$0]) != nil }
    let isNoBase32 = range.contains { [UInt8]("0189".utf8).contains(text[$0]) }
    if areDigits, isNoBase32 { return try hexadecimal(text, range) }
    do throws(ForeignSecret.Flaw) { return try ForeignSecret.base32(text.extracting(range)) } catch {
      throw refusal("Base32", error, hint: "it has the letters A to Z and the digits 2 to 7")
    }
  }

  /// For a list that does not name the hash.
  static func algorithm(
    _ defaults: ImportDefaults, _ secret: SharedSecret
  ) -> (algorithm: HashAlgorithm, remark: String?) {
    if let algorithm = defaults.algorithm { return (algorithm, nil) }
    let isLong = secret.secret.count >= longKey
    guard isLong else { return (.sha1, nil) }
    return (.sha1, said("its key is as long as those for SHA-256; SHA-1 is taken, and --algorithm says otherwise"))
  }

  private static func refusal(_ name: String, _ flaw: ForeignSecret.Flaw, hint: Message) -> ImportRefusal {
    ImportRefusal("the key is not \(name): \(flaw.sentence)", hint: hint)
  }
}
