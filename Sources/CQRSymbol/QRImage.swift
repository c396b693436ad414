import CQRencode
import Countersign

/// A symbol as a picture file, black on white with the quiet zone of the standard.
public enum QRImage: String, CaseIterable, Sendable {
  case png
  case svg

  static let quietZone = 4
  static let pixelsPerModule = 8

  /// The bytes of the file.
  public func encode(_ symbol: borrowing QRSymbol) throws(QRFailure) -> SecretBytes {
    switch self {
    case .png: try QRImage.portableNetworkGraphics(symbol)
    case .svg: try QRImage.scalableVectorGraphics(symbol)
    }
  }

  /// Eight pixels a module, grey.
  private static func portableNetworkGraphics(_ symbol: borrowing QRSymbol) throws(QRFailure) -> SecretBytes {
    let side = (symbol.width + 2 * quietZone) * pixelsPerModule
    let pixels = try rasterise(symbol, side: side)
    let size = encode(pixels.bytes, side: side)
    guard size > 0 else { throw .compression }
    var file = try SecretBytes(room: size)
    file.resize(to: size)
    var target = file.mutableBytes
    guard encode(pixels.bytes, side: side, into: &target) == size else { throw .compression }
    return file
  }

  private static func rasterise(_ symbol: borrowing QRSymbol, side: Int) throws(QRFailure) -> SecretBytes {
    var pixels = try SecretBytes(room: side * side)
    for row in 0..<side {
      for column in 0..<side {
        let dark = symbol.isDark(
          row: row / pixelsPerModule - quietZone, column: column / pixelsPerModule - quietZone)
        pixels.append(dark ? 0 : 255)
      }
    }
    return pixels
  }

  private static func encode(_ pixels: Span<UInt8>, side: Int) -> Int {
    // SAFETY: the picture has side * side pixels; without a target only the size is reckoned.
    unsafe pixels.withUnsafeBufferPointer { unsafe cs_png_encode($0.baseAddress, UInt32(side), nil, 0) }
  }

  private static func encode(_ pixels: Span<UInt8>, side: Int, into file: inout MutableSpan<UInt8>) -> Int {
    // SAFETY: the picture has side * side pixels, and the target comes with its own count.
    unsafe pixels.withUnsafeBufferPointer { pixels in
      unsafe file.withUnsafeMutableBufferPointer {
        unsafe cs_png_encode(pixels.baseAddress, UInt32(side), $0.baseAddress, $0.count)
      }
    }
  }

  /// One path, a rectangle for every run of dark modules in a row; a unit is a module.
  private static func scalableVectorGraphics(_ symbol: borrowing QRSymbol) throws(QRFailure) -> SecretBytes {
    let side = symbol.width + 2 * quietZone
    let longestRectangle = 28
    var text = try SecretBytes(room: 512 + symbol.width * (symbol.width + 1) / 2 * longestRectangle)
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
    text.append(decimal: side)
    text.append(" ")
    text.append(decimal: side)
    text.append("\" width=\"")
    text.append(decimal: side * pixelsPerModule)
    text.append("\" height=\"")
    text.append(decimal: side * pixelsPerModule)
    text.append("\" shape-rendering=\"crispEdges\">\n<path fill=\"#fff\" d=\"M0 0h")
    text.append(decimal: side)
    text.append("v")
    text.append(decimal: side)
    text.append("H0z\"/>\n<path fill=\"#000\" d=\"")
    for row in 0..<symbol.width { appendRuns(of: symbol, row: row, to: &text) }
    text.append("\"/>\n</svg>\n")
    return text
  }

  private static func appendRuns(of symbol: borrowing QRSymbol, row: Int, to text: inout SecretBytes) {
    var start: Int?
    for column in 0...symbol.width {
      let dark = symbol.isDark(row: row, column: column)
      if dark, start == nil { start = column }
      guard !dark, let first = start else { continue }
      text.append("M")
      text.append(decimal: first + quietZone)
      text.append(" ")
      text.append(decimal: row + quietZone)
      text.append("h")
      text.append(decimal: column - first)
      text.append("v1h-")
      text.append(decimal: column - first)
      text.append("z")
      start = nil
    }
  }
}
