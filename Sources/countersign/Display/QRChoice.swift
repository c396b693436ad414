import ArgumentParser
import CQRSymbol

/// How a QR code is asked for on the command line.
enum QRChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, half, full, ascii, none
}

extension QRImage {
  /// The kind of picture that a file name ends in; `nil` for any other.
  init?(fileName: String) {
    for image in QRImage.allCases where fileName.lowercased().hasSuffix(".\(image.rawValue)") {
      self = image
      return
    }
    return nil
  }
}
