import Foundation

/// A grey picture, 0 black to 255 white.
struct Bitmap {
  let width: Int
  let height: Int
  private(set) var pixels: [UInt8]

  init(width: Int, height: Int, ground: UInt8) {
    self.width = width
    self.height = height
    pixels = Array(repeating: ground, count: width * height)
  }

  mutating func fill(x: Range<Int>, y: Range<Int>, with shade: UInt8) {
    for row in y.clamped(to: 0..<height) {
      for column in x.clamped(to: 0..<width) { pixels[row * width + column] = shade }
    }
  }

  /// The same picture with black and white exchanged.
  var inverted: Bitmap {
    var copy = self
    copy.pixels = pixels.map { 255 - $0 }
    return copy
  }

  /// As a binary PGM file.
  var portableGraymap: Data {
    Data("P5\n\(width) \(height)\n255\n".utf8) + Data(pixels)
  }
}
