import ArgumentParser
import CQRSymbol
import Words

/// How a secret is handed over to the person it belongs to.
struct DisplayOptions: ParsableArguments {
  @Option(
    help: .said(
      "How to draw the QR code.",
      discussion: """
        half and full are blocks of UTF-8, ascii is plain text, none draws nothing. auto is half where the locale has \
        UTF-8 and ascii elsewhere.
        """, valueName: "style"))
  var qr: QRChoice?

  @Flag(help: .said("Draw for a light terminal, where no colours can be set."))
  var qrInvert = false

  @Option(
    help: .said(
      "Also write the QR code to this new file, F.png or F.svg, that only root can read.", valueName: "file"))
  var qrFile: String?

  @Flag(name: .customLong("show-uri"), help: .said("Also print the otpauth URI."))
  var showURI = false

  @Option(help: .said("Who the app says the codes are for; the host's name unless given."))
  var issuer: String?

  func validate() throws {
    if let qrFile, QRImage(fileName: qrFile) == nil {
      throw ValidationError(said("The name of a --qr-file ends in .png or .svg."))
    }
    if let issuer, issuer.utf8.count > 128 {
      throw ValidationError(said("An --issuer has at most 128 bytes."))
    }
  }
}
