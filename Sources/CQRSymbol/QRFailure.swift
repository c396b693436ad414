/// Why there is no QR symbol, drawing or picture.
public enum QRFailure: Error, Equatable, Sendable {
  /// There was nothing to encode.
  case empty
  /// The text does not fit into the largest symbol (version 40, level L: 2953 bytes).
  case tooLong(byteCount: Int)
  case noMemory
  /// libpng could not compress the picture.
  case compression
}
