import CQRencode
import Countersign

/// A QR code (ISO/IEC 18004) at error correction level L, without its quiet zone.
///
/// It shows the secret of an authenticator to whoever sees it, so its modules live in ``SecretBytes`` and so does
/// everything drawn from them. Level L, because a screen has no scratches and the smaller symbol fits more windows.
public struct QRSymbol: ~Copyable {
  /// Modules on each side: 21 for version 1, four more for every version, 177 for version 40.
  public let width: Int
  private let modules: SecretBytes

  /// Makes the smallest symbol for these bytes.
  ///
  /// The longest run of capitals and digits, which in an otpauth URI is the Base32 key, is packed as alphanumeric
  /// text; that leaves room for about seven more bytes in the same symbol.
  public init(encoding bytes: Span<UInt8>) throws(QRFailure) {
    guard !bytes.isEmpty else { throw .empty }
    let run = QRSymbol.alphanumericRun(in: bytes)
    // SAFETY: the pointer comes with the count of its own span, and the run lies within it.
    let result = unsafe bytes.withUnsafeBufferPointer {
      unsafe cs_qr_encode($0.baseAddress, $0.count, run.lowerBound, run.upperBound)
    }
    // SAFETY: handed over once and used here no more.
    unsafe try self.init(taking: result, byteCount: bytes.count)
  }

  /// Copies what libqrencode gave, and wipes and frees that.
  private init(taking result: cs_qr_result, byteCount: Int) throws(QRFailure) {
    // SAFETY: a plain number.
    let error = unsafe result.error
    // SAFETY: compared with null only.
    guard let symbol = unsafe result.symbol else {
      throw error == ERANGE ? .tooLong(byteCount: byteCount) : .noMemory
    }
    // SAFETY: the symbol belongs to this call alone, and is not used after it is freed.
    defer { unsafe cs_qr_wipe_and_free(symbol) }
    // SAFETY: the library gives width * width modules.
    let (side, count) = unsafe (Int(symbol.pointee.width), cs_qr_module_count(symbol))
    var copy = try SecretBytes(room: count)
    for module in 0..<count {
      // SAFETY: module < count.
      copy.append(unsafe cs_qr_is_dark(symbol, module))
    }
    width = side
    modules = copy
  }

  /// Whether a module is dark; everything outside of the symbol is its quiet zone and light.
  public borrowing func isDark(row: Int, column: Int) -> Bool {
    let inside = 0..<width
    guard inside.contains(row), inside.contains(column) else { return false }
    return modules.bytes[row * width + column] == 1
  }

  /// The longest run of the alphanumeric set, empty where it is too short to make up for two more segment headers.
  private static func alphanumericRun(in bytes: Span<UInt8>) -> Range<Int> {
    let shortestThatPays = 16
    var longest = 0..<0
    var start = 0
    for index in bytes.indices {
      guard isAlphanumeric(bytes[index]) else {
        start = index + 1
        continue
      }
      if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest.count < shortestThatPays ? 0..<0 : longest
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: " "),
      UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"):
      true
    default: false
    }
  }
}
