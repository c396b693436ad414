/// The models of security key that count, by the AAGUID that attestation gives them at enrolment (WebAuthn 6.5.2).
public struct SecurityKeyModels: Equatable, Sendable {
  /// 16 bytes each; none at all for any model, and for keys whose model is not known.
  private let models: [[UInt8]]

  /// - Parameter text: `any`, or AAGUIDs with commas between them, in hexadecimal digits of either case and hyphens.
  /// - Returns: `nil` for anything else.
  init?(_ text: ArraySlice<UInt8>) {
    if text.spells("any") {
      models = []
      return
    }
    var models: [[UInt8]] = []
    for item in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let model = SecurityKeyModels.model(item) else { return nil }
      models.append(model)
    }
    self.models = models
  }

  /// Whether a key counts.
  ///
  /// - Parameter model: what ``SecurityKeyParameters/model`` has.
  public func allow(_ model: [UInt8]?) -> Bool {
    guard !models.isEmpty else { return true }
    guard let model else { return false }
    return models.contains(model)
  }

  /// The bytes of `2fc0579f-8113-47ea-b116-bb5a8db9202a`.
  private static func model(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    for (place, sign) in text.enumerated() {
      switch place {
      case 8, 13, 18, 23: guard sign == UInt8(ascii: "-") else { return nil }
      default: digits.append(sign >= UInt8(ascii: "a") ? sign & 0xDF : sign)
      }
    }
    return digits.count == 32 ? Hex.decode(digits[...]) : nil
  }
}
