extension DeliveryAddress {
  /// What an address has to be, by the name of the way.
  public enum Form: Equatable, Sendable {
    /// An international number (ITU-T E.164).
    case telephone
    case mailbox
    /// What the deliverer makes of it.
    case any
  }

  /// Ways whose name begins with `sms`, `phone` or `voice` go to numbers, with `mail` or `email` to mailboxes.
  public static func form(for name: DeliveryName) -> Form {
    if name.bytes.starts(with: "sms") || name.bytes.starts(with: "phone") || name.bytes.starts(with: "voice") {
      return .telephone
    }
    return name.bytes.starts(with: "mail") || name.bytes.starts(with: "email") ? .mailbox : .any
  }

  /// Whether it has this form.
  public func has(_ form: Form) -> Bool {
    switch form {
    case .telephone: isTelephoneNumber
    case .mailbox: hasMailboxForm
    case .any: true
    }
  }

  /// As people are shown it: enough for its owner to know it again, too little for others to use it. `+49…123`,
  /// `a…e@example.org`.
  public var masked: [UInt8] {
    let gap: [UInt8] = [0xE2, 0x80, 0xA6]
    if let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > 0 {
      let local = bytes[..<at]
      let shown = local.count > 3 ? [local[0]] + gap + [local[at - 1]] : [local[0]] + gap
      return shown + bytes[at...]
    }
    guard bytes.count >= 9 else { return bytes.count > 3 ? [bytes[0]] + gap + [bytes[bytes.count - 1]] : gap }
    return bytes.prefix(3) + gap + bytes.suffix(3)
  }

  /// `+` and 7 to 15 digits, the first of which is none of the country codes' 0.
  private var isTelephoneNumber: Bool {
    let digits = bytes.dropFirst()
    return bytes.first == UInt8(ascii: "+") && (7...15).contains(digits.count) && digits.first != UInt8(ascii: "0")
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// `local@domain`, as RFC 5321 4.1.2 without quoted local parts and address literals.
  private var hasMailboxForm: Bool {
    let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].count), (1...253).contains(parts[1].count) else { return false }
    let atoms = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(DeliveryAddress.isAtomText) }
      && labels.allSatisfy(DeliveryAddress.isLabel)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func isAtomText(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || Array(ascii: "!#$%&'*+-/=?^_`{|}~").contains(byte)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }
}
