import CQRSymbol
import Foundation
import Testing

@Suite struct QRImageTests {
  private static func file(_ uri: String, _ image: QRImage) throws -> Data {
    Data(DrawnQR.bytes(of: try image.encode(DrawnQR.symbol(uri))))
  }

  @Test(arguments: QRDrawingTests.uris)
  func portableNetworkGraphicsIsRead(uri: String) throws {
    #expect(try BarcodeReader.read(QRImageTests.file(uri, .png), as: "png") == uri)
  }

  @Test(arguments: QRDrawingTests.uris)
  func scalableVectorGraphicsIsRead(uri: String) throws {
    let picture = try TemporaryDirectory.with { folder in
      let file = folder.appendingPathComponent("code.svg")
      try QRImageTests.file(uri, .svg).write(to: file)
      return try Command.run("/usr/bin/rsvg-convert", ["--format", "png", file.path])
    }
    #expect(picture.status == 0, "\(picture.errorText)")
    #expect(try BarcodeReader.read(picture.output, as: "png") == uri)
  }

  @Test func largestSymbolIsEncoded() throws {
    let text = String(repeating: "a", count: 2953)
    #expect(try BarcodeReader.read(QRImageTests.file(text, .png), as: "png") == text)
    #expect(try QRImageTests.file(text, .svg).count > 20_000)
  }
}
