import Foundation

/// Reads QR codes with `zbarimg`, which stands for the phone.
///
/// It is a strict stand-in: it does not read inverted codes at all, as a good part of phone applications do not.
enum BarcodeReader {
  /// The text of the one code in the picture, or nothing.
  static func read(_ picture: Data, as suffix: String) throws -> String? {
    try TemporaryDirectory.with { folder in
      let file = folder.appendingPathComponent("picture.\(suffix)")
      try picture.write(to: file)
      let result = try Command.run("/usr/bin/zbarimg", ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", file.path])
      guard result.status == 0, let text = String(data: result.output, encoding: .utf8) else { return nil }
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }
}
