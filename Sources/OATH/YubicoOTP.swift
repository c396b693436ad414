/// The Yubico OTP: a public identity and one encrypted block, typed by a key as modified hexadecimal digits.
///
/// The encryption, AES-128, is the caller's. Format: yubico-c, `yubikey.h`.
public enum YubicoOTP {
  /// Of the block that changes with each code, in bytes.
  public static let blockLength = 16
  /// Of the AES key, in bytes.
  public static let keyLength = 16
  /// Of the secret beginning of a decrypted block, in bytes.
  public static let privateIdentityLength = 6
  /// Of what is stored of a key, in bytes: the AES key, then the private identity.
  public static let secretLength = keyLength + privateIdentityLength
  /// How many characters a code has, of any key.
  public static let codeLengths = 2 * blockLength...2 * (PublicIdentity.longest + blockLength)

  /// Whose code a text is.
  public enum Form: Equatable, Sendable {
    /// Has the public identity, read by this layout.
    case own(KeyboardLayout)
    /// Has the form of a code, and another public identity.
    case foreign
    /// As long as a code, but by no layout known here are its characters digits.
    case unreadable
    /// No code of a key at all.
    case other
  }

  /// Finds out whose code a text is.
  public static func form(of text: Span<UInt8>, identity: PublicIdentity) -> Form {
    var readable = false
    for layout in KeyboardLayout.allCases where isCode(text, layout) {
      readable = true
      if text.count == identity.codeLength, begins(text, with: identity, layout) { return .own(layout) }
    }
    if readable { return .foreign }
    return isAsLongAsCode(text) ? .unreadable : .other
  }

  /// Writes the encrypted block, the end of a code.
  ///
  /// - Returns: whether it is all there and fitted.
  public static func readBlock(
    of text: Span<UInt8>, _ layout: KeyboardLayout, to sink: inout some ByteSink & ~Copyable
  ) -> Bool {
    let start = text.count - 2 * blockLength
    guard start >= 0 else { return false }
    for index in stride(from: start, to: text.count, by: 2) {
      guard let byte = ModHex.byte(text[index], text[index + 1], layout), sink.append(byte) else { return false }
    }
    return true
  }

  /// The public identity that a code begins with, whichever it is.
  ///
  /// - Returns: `nil` for a text that is no code by any layout.
  public static func identity(of text: Span<UInt8>) -> PublicIdentity? {
    guard let layout = KeyboardLayout.allCases.first(where: { isCode(text, $0) }) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: text.count - 2 * blockLength, by: 2) {
      guard let byte = ModHex.byte(text[index], text[index + 1], layout) else { return nil }
      bytes.append(byte)
    }
    return PublicIdentity(bytes)
  }

  private static func isCode(_ text: Span<UInt8>, _ layout: KeyboardLayout) -> Bool {
    guard codeLengths.contains(text.count), text.count.isMultiple(of: 2) else { return false }
    for index in text.indices where layout.digit(text[index]) == nil { return false }
    return true
  }

  private static func begins(_ text: Span<UInt8>, with identity: PublicIdentity, _ layout: KeyboardLayout) -> Bool {
    for index in identity.bytes.indices
    where ModHex.byte(text[2 * index], text[2 * index + 1], layout) != identity.bytes[index] { return false }
    return true
  }

  /// Layouts give letters of several bytes, so characters are counted; no key types a digit.
  private static func isAsLongAsCode(_ text: Span<UInt8>) -> Bool {
    var characters = 0
    for index in text.indices {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) { return false }
      if text[index] & 0xC0 != 0x80 { characters += 1 }
    }
    return codeLengths.contains(characters)
  }
}
