import ArgumentParser
import ForeignFormats
import Words

/// A format on the command line.
enum ImportFormatArgument: ExpressibleByArgument {
  /// Whichever the file looks like.
  case detected
  case named(ImportFormat)

  init?(argument: String) {
    if argument == "auto" {
      self = .detected
    } else {
      guard let format = ImportFormat(name: argument) else { return nil }
      self = .named(format)
    }
  }

  var isGoogleAuthenticator: Bool {
    if case .named(.googleAuthenticator) = self { true } else { false }
  }

  static var allValueStrings: [String] { ["auto"] + ImportFormat.allCases.map(\.name) }

  /// The format of a file.
  func format(of input: ImportInput) throws(Complaint) -> ImportFormat {
    switch self {
    case .named(let format): return format
    case .detected:
      guard let format = input.format else {
        throw Complaint(
          "\(DisplayText.of(input.name)) is of no format that is known",
          hint: "countersign import --help lists the formats; name one in place of auto")
      }
      return format
    }
  }
}
