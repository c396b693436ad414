import Countersign
import OATH

@testable import ForeignFormats

/// Random devices, the same for the same seed (SplitMix64).
struct SeededSource: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  struct NoDevice: Error {}

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }

  /// A number of any magnitude.
  private mutating func number() -> UInt64 { next() >> UInt64.random(in: 0..<64, using: &self) }

  private static let alphabet = Array("aZ09 .-_,+\"\\<>&;=#'/:%@äß€漢\u{1F511}\u{301}")

  private mutating func text(_ most: Int) -> [UInt8] {
    let count = Int.random(in: 1...most, using: &self)
    return Array(String((0..<count).map { _ in Self.alphabet.randomElement(using: &self) ?? "x" }).utf8)
  }

  mutating func device() throws -> ExportedDevice {
    var name: DeviceName?
    while name == nil { name = DeviceName(text(14)) }
    let kind = try kind()
    guard let user = UserName(text(20)), let name else { throw NoDevice() }
    let secret = bytes(Int.random(in: 16...128, using: &self))
    let expires = Bool.random(using: &self) ? UInt64.random(in: Reading.now + 1...UniversalTime.last, using: &self) : nil
    var (next, drift) = (number(), Int32(0))
    if case .totp = kind {
      next = UInt64.random(in: 0...59_000_000, using: &self)
      drift = Bool.random(using: &self) ? Int32.random(in: -100...100, using: &self) : 0
    } else {
      next >>= 1
    }
    return ExportedDevice(
      user: user, name: name, kind: kind, secret: SharedSecret(try SecretBytes(copying: secret.span)),
      nextMovingFactor: next, drift: drift, expires: expires)
  }

  /// A device for Yubico OTPs.
  mutating func key() throws -> ExportedDevice {
    let other = try device()
    guard let identity = PublicIdentity(bytes(Int.random(in: 0...16, using: &self))) else { throw NoDevice() }
    let secret = bytes(YubicoOTP.secretLength)
    return ExportedDevice(
      user: other.user, name: other.name, kind: .yubicoOTP(identity),
      secret: SharedSecret(try SecretBytes(copying: secret.span)), nextMovingFactor: number(), expires: other.expires)
  }

  /// A token that answers challenges.
  mutating func token() throws -> ExportedDevice {
    let other = try device()
    let secret = bytes(32)
    return ExportedDevice(
      user: other.user, name: other.name, kind: .ocra(try OCRASuite(Array("OCRA-1:HOTP-SHA1-6:QN08".utf8))),
      secret: SharedSecret(try SecretBytes(copying: secret.span)), nextMovingFactor: number(), expires: other.expires)
  }

  /// A device whose codes are sent, with an address of any visible characters.
  mutating func sent() throws -> ExportedDevice {
    let other = try device()
    let address = [UInt8(ascii: "+")] + (0..<20).map { _ in UInt8.random(in: 0x21...0x7E, using: &self) }
    let secret = bytes(32)
    guard let digits = DigitCount(Int.random(in: 6...8, using: &self)), let via = DeliveryName(Array("sms-2".utf8)[...]),
      let address = DeliveryAddress(address),
      let parameters = SentParameters(
        digits: digits, via: via, address: address, lifetime: UInt32.random(in: 60...600, using: &self))
    else { throw NoDevice() }
    return ExportedDevice(
      user: other.user, name: other.name, kind: .sent(parameters),
      secret: SharedSecret(try SecretBytes(copying: secret.span)), nextMovingFactor: number(), expires: other.expires)
  }

  private mutating func kind() throws -> DeviceKind {
    let algorithm = HashAlgorithm.allCases.randomElement(using: &self) ?? .sha1
    let seconds = [30, 60, UInt64.random(in: 10...300, using: &self)].randomElement(using: &self) ?? 30
    guard let digits = DigitCount(Int.random(in: 6...8, using: &self)), let period = TimeStepPeriod(seconds: seconds)
    else { throw NoDevice() }
    if Bool.random(using: &self) {
      let window = UInt32.random(in: 0...10, using: &self)
      guard let parameters = TOTPParameters(algorithm: algorithm, digits: digits, period: period, window: window) else {
        throw NoDevice()
      }
      return .totp(parameters)
    }
    let lookAhead = UInt32.random(in: 0...100, using: &self)
    guard let parameters = HOTPParameters(algorithm: algorithm, digits: digits, lookAhead: lookAhead) else {
      throw NoDevice()
    }
    return .hotp(parameters)
  }
}
