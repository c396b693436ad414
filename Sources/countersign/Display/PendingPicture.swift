import Countersign
import CQRSymbol
import Words

/// A picture of a QR code in a new file of mode 0600, which is taken away again unless it is kept.
struct PendingPicture: ~Copyable {
  private var file: PendingFile

  /// Writes the whole file.
  init(_ path: String, _ symbol: borrowing QRSymbol) throws(Complaint) {
    guard let image = QRImage(fileName: path) else {
      throw Complaint(
        "\(DisplayText.of(Array(path.utf8))) is no name of a picture", hint: "a picture's name ends in .png or .svg")
    }
    file = try PendingFile(path, try PendingPicture.content(image, symbol))
  }

  private static func content(_ image: QRImage, _ symbol: borrowing QRSymbol) throws(Complaint) -> SecretBytes {
    do { return try image.encode(symbol) } catch { throw Complaint(error) }
  }

  /// Leaves the file where it is.
  mutating func keep() { file.keep() }
}
