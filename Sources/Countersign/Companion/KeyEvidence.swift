/// What the companion says of a signature that it has verified.
public struct KeyEvidence: Equatable, Sendable {
  /// Whose signature it is.
  public let device: UInt32
  /// Of the credential that the signature was verified with: the number may be another device's by now.
  let mark: SecretMark
  /// The signature counter in the signed data.
  public let counter: UInt32
  /// Of the signed data: 1 for a touch, 4 for verification.
  public let flags: UInt8
  /// Whether sshd has verified a signature of the key, which says nothing of counter and flags.
  let isOfSSHD: Bool

  public init(device: UInt32, _ mark: SecretMark, counter: UInt32, flags: UInt8) {
    self.device = device
    self.mark = mark
    self.counter = counter
    self.flags = flags
    isOfSSHD = false
  }

  /// A key that sshd has verified.
  public init(verifiedBySSHD device: UInt32, _ mark: SecretMark) {
    self.device = device
    self.mark = mark
    counter = 0
    flags = 0
    isOfSSHD = true
  }

  /// As it stands behind the ending: device and counter in 4 bytes each, highest first, the flags, and the mark.
  private var bytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: device >> $0) }
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) } + [flags] + mark.bytes
  }

  /// The companion's last packet, without its kind.
  public var ending: [UInt8] { [(isOfSSHD ? KeyEnding.verifiedBySSHD : .signed).rawValue] + bytes }

  /// Reads ``ending``.
  ///
  /// - Returns: `nil` for anything else.
  init?(_ ending: [UInt8]) {
    guard ending.count > 10, let mark = SecretMark(ending[10...]) else { return nil }
    self.mark = mark
    isOfSSHD = ending[0] == KeyEnding.verifiedBySSHD.rawValue
    guard isOfSSHD || ending[0] == KeyEnding.signed.rawValue else { return nil }
    device = KeyEvidence.number(ending[1..<5])
    counter = KeyEvidence.number(ending[5..<9])
    flags = ending[9]
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
