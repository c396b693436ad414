import Words

/// What a file needs to be opened.
public enum ImportNeed: Equatable, Sendable {
  case nothing
  /// A key that sender and receiver agreed upon, by the name the container has for it.
  case preSharedKey(name: [UInt8])
  case passphrase(name: [UInt8])

  /// Says that this is what is missing.
  var sentence: Message {
    switch self {
    case .nothing: "it is encrypted with nothing"
    case .preSharedKey([]): "it is encrypted with a pre-shared key"
    case .preSharedKey(let name): "it is encrypted with a pre-shared key named \(ImportNeed.text(name))"
    case .passphrase([]): "it is encrypted with a passphrase"
    case .passphrase(let name): "it is encrypted with a passphrase named \(ImportNeed.text(name))"
    }
  }

  private static func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}
