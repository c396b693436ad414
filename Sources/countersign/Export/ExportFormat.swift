import ArgumentParser
import Countersign
import Words

/// How devices leave the store.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
  /// URIs as authenticator apps read them.
  case otpauth
  /// Everything, as `countersign import json` reads it.
  case json
  /// A key container (RFC 6030) under a passphrase.
  case pskc

  /// Whether it knows such a device.
  func carries(_ kind: DeviceKind) -> Bool {
    switch (self, kind) {
    case (_, .fido2), (_, .agent): false
    case (.json, _), (_, .totp), (_, .hotp): true
    case (.otpauth, .yubicoOTP), (.otpauth, .ocra), (.otpauth, .sent): false
    case (.pskc, .yubicoOTP), (.pskc, .ocra), (.pskc, .sent): false
    }
  }

  /// What of a device is not in it; `nil` for nothing.
  var loss: String? {
    switch self {
    case .otpauth: said("otpauth URIs have no names, no windows, no drift of a clock, no end and no used time step")
    case .pskc: said("a key container has no windows and no used time step")
    case .json: nil
    }
  }
}
