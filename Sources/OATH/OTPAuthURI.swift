/// The `otpauth` URI that an enrolment QR code carries.
///
/// `otpauth://totp/Issuer:account?secret=BASE32&issuer=Issuer&algorithm=SHA1&digits=6&period=30`
///
/// Every parameter is written, also where apps would assume the same: they do not all assume the same. The secret
/// comes in only when the URI is written, so that this value may be copied freely.
public struct OTPAuthURI: Equatable, Sendable {
  /// How much is written.
  public enum Form: Equatable, Sendable {
    /// Every parameter, the issuer also in the label.
    case complete
    /// For a QR code in a small window: the issuer once, and no parameter that has the value which the URI format
    /// names as its default (SHA1, 6 digits, 30 s).
    case brief
  }

  /// Time-based or event-based, with the period or the counter.
  public let type: OTPAuthType
  /// Who asks for the codes, as UTF-8; when empty, neither label nor parameters name an issuer.
  public let issuer: [UInt8]
  /// Whose codes they are, as UTF-8.
  public let account: [UInt8]
  public let algorithm: HashAlgorithm
  public let digits: DigitCount
  public var form = Form.complete

  public init(
    type: OTPAuthType, issuer: [UInt8], account: [UInt8], algorithm: HashAlgorithm, digits: DigitCount
  ) {
    self.type = type
    self.issuer = issuer
    self.account = account
    self.algorithm = algorithm
    self.digits = digits
  }

  /// The exact length of the URI in bytes for a secret of so many bytes; `Int.max` when it is not countable.
  public func length(secretByteCount: Int) -> Int {
    var counter = ByteCounter()
    _ = writeHead(to: &counter) && writeTail(to: &counter)
    let secretLength = Base32.encodedLength(ofByteCount: secretByteCount)
    let (length, overflow) = counter.count.addingReportingOverflow(secretLength)
    return overflow ? Int.max : length
  }

  /// Writes the URI, which is as secret as the secret in it.
  ///
  /// - Returns: whether it fitted; ``length(secretByteCount:)`` tells the room it takes.
  public func write(secret: Span<UInt8>, to sink: inout some ByteSink & ~Copyable) -> Bool {
    writeHead(to: &sink) && Base32.encode(secret, to: &sink) && writeTail(to: &sink)
  }

  /// All that stands before the secret.
  private func writeHead(to sink: inout some ByteSink & ~Copyable) -> Bool {
    let scheme = switch type {
    case .totp: "otpauth://totp/"
    case .hotp: "otpauth://hotp/"
    }
    guard Self.write(scheme, to: &sink) else { return false }
    if !issuer.isEmpty, form == .complete {
      guard Self.escape(issuer, to: &sink), Self.write(":", to: &sink) else { return false }
    }
    return Self.escape(account, to: &sink) && Self.write("?secret=", to: &sink)
  }

  /// All that stands behind the secret.
  private func writeTail(to sink: inout some ByteSink & ~Copyable) -> Bool {
    if !issuer.isEmpty {
      guard Self.write("&issuer=", to: &sink), Self.escape(issuer, to: &sink) else { return false }
    }
    if form == .complete || algorithm != .sha1 {
      guard Self.write("&algorithm=", to: &sink), Self.write(algorithm.uriName, to: &sink) else { return false }
    }
    if form == .complete || digits != .six {
      guard Self.write("&digits=", to: &sink), Self.write(UInt64(digits.count), to: &sink) else { return false }
    }
    switch type {
    case .totp(let period) where form == .brief && period == .thirtySeconds: return true
    case .totp(let period): return Self.write("&period=", to: &sink) && Self.write(period.seconds, to: &sink)
    // The format has no default for it.
    case .hotp(let counter): return Self.write("&counter=", to: &sink) && Self.write(counter, to: &sink)
    }
  }

  private static func write(_ text: String, to sink: inout some ByteSink & ~Copyable) -> Bool {
    for byte in text.utf8 {
      guard sink.append(byte) else { return false }
    }
    return true
  }

  private static func write(_ number: UInt64, to sink: inout some ByteSink & ~Copyable) -> Bool {
    var power: UInt64 = 1
    while number / power >= 10 {
      power *= 10
    }
    while power > 0 {
      guard sink.append(UInt8(ascii: "0") + UInt8(number / power % 10)) else { return false }
      power /= 10
    }
    return true
  }

  /// Percent-encodes all but the unreserved characters of RFC 3986 section 2.3.
  private static func escape(_ bytes: [UInt8], to sink: inout some ByteSink & ~Copyable) -> Bool {
    for byte in bytes {
      if isUnreserved(byte) {
        guard sink.append(byte) else { return false }
      } else {
        guard sink.append(UInt8(ascii: "%")), sink.append(hexadecimalDigit(byte >> 4)),
          sink.append(hexadecimalDigit(byte & 0x0F))
        else { return false }
      }
    }
    return true
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// - Parameter value: 0 to 15.
  private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
  }
}
