/// What a file needs to be opened.
public enum ImportNeed: Equatable, Sendable {
  case nothing
  /// A key that sender and receiver agreed upon, by the name the container has for it.
  case preSharedKey(name: [UInt8])
  case passphrase(name: [UInt8])

  /// Behind "it is encrypted with ".
  public var description: String {
    switch self {
    case .nothing: "nothing"
    case .preSharedKey(let name): "a pre-shared key" + ImportNeed.naming(name)
    case .passphrase(let name): "a passphrase" + ImportNeed.naming(name)
    }
  }

  private static func naming(_ name: [UInt8]) -> String {
    name.isEmpty ? "" : " named \(String(decoding: name, as: UTF8.self))"
  }
}
