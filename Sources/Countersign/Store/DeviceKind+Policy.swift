extension DeviceKind {
  /// The same kind of device with what the policy sets in place of its own settings; more than a device may have is
  /// cut to that.
  func with(window: UInt32?, lookAhead: UInt32?) -> DeviceKind {
    switch self {
    case .totp(let own):
      guard let window else { return self }
      return TOTPParameters(
        algorithm: own.algorithm, digits: own.digits, period: own.period,
        window: min(window, TOTPParameters.largestWindow)
      ).map { .totp($0) } ?? self
    case .hotp(let own):
      guard let lookAhead else { return self }
      return HOTPParameters(
        algorithm: own.algorithm, digits: own.digits, lookAhead: min(lookAhead, HOTPParameters.largestLookAhead)
      ).map { .hotp($0) } ?? self
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: return self
    }
  }
}

extension FactorKinds {
  /// The kind of factor that a device is.
  init(_ kind: DeviceKind) {
    switch kind {
    case .totp: self = .totp
    case .hotp: self = .hotp
    case .yubicoOTP: self = .yubicoOTP
    case .ocra: self = .ocra
    case .sent: self = .sent
    case .fido2: self = .fido2
    case .agent: self = .agent
    }
  }

  /// Whether a device of this kind counts.
  ///
  /// - Parameter deliveries: by which ways codes can be sent.
  func count(_ kind: DeviceKind, _ deliveries: [DeliveryName]) -> Bool {
    if case .sent(let parameters) = kind, !deliveries.contains(parameters.via) { return false }
    // A key that sshd has verified is one in an agent.
    if case .agent = kind, contains(.sshKey) { return true }
    return contains(FactorKinds(kind))
  }
}
