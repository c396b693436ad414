/// The address of a server: `ldaps://HOST`, `ldaps://HOST:PORT`, `ldapi:///`, or `ldapi://%2FPATH` for another socket.
///
/// `ldap://` is none: what is not protected by TLS is not spoken to.
public struct DirectoryServer: Equatable, Sendable {
  /// As it is written.
  public let text: [UInt8]

  /// - Returns: `nil` for anything else, and for more than 255 bytes.
  public init?(_ text: [UInt8]) {
    guard text.count <= 255 else { return nil }
    if text.starts(with: "ldaps://") {
      guard DirectoryServer.isHost(text.dropFirst(8)) else { return nil }
    } else {
      guard text.starts(with: "ldapi://"), DirectoryServer.isSocket(text.dropFirst(8)) else { return nil }
    }
    self.text = text
  }

  /// Whether it is reached by a socket of this machine, where the kernel says who connects.
  public var isLocal: Bool { text.starts(with: "ldapi://") }

  /// By what it is known as the one that decides.
  ///
  /// - Parameter host: the name of this machine; a socket is another one on every machine.
  public func name(on host: [UInt8]) -> [UInt8] {
    isLocal ? Array(ascii: "ldapi://") + host : text
  }

  private static func isHost(_ text: ArraySlice<UInt8>) -> Bool {
    var host = text
    var port: ArraySlice<UInt8>?
    if text.first == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let behind = text[(end + 1)...]
      guard behind.isEmpty || behind.first == UInt8(ascii: ":") else { return false }
      host = text[(text.startIndex + 1)..<end]
      port = behind.isEmpty ? nil : behind.dropFirst()
      guard !host.isEmpty, host.allSatisfy({ isHexadecimal($0) || $0 == UInt8(ascii: ":") }) else { return false }
    } else {
      if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
        host = text[..<colon]
        port = text[(colon + 1)...]
      }
      guard !host.isEmpty, host.allSatisfy(isPlain) else { return false }
    }
    guard let port else { return true }
    return FieldReader.number(port, upTo: 65_535).map { $0 > 0 } ?? false
  }

  private static func isSocket(_ text: ArraySlice<UInt8>) -> Bool {
    if text.equals("/") { return true }
    return text.starts(with: "%2F") && text.count > 3 && text.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "%") }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
