import CKeyFile
import Countersign
import Words

/// What a key may be used for and when (RFC 6030 section 5).
struct PSKCPolicy {
  /// What there is to say of it.
  private(set) var remarks: [String] = []
  /// Seconds since 1970.
  private(set) var expires: UInt64?

  /// - Parameter profile: of the key.
  /// - Throws: for what forbids the use as a second factor.
  init(_ key: XMLElement, _ profile: PSKCProfile, _ document: borrowing XMLDocument, now: UInt64) throws(PSKCFlaw) {
    guard let policy = try document.only("Policy", of: key) else { return }
    for child in document.children(of: policy) {
      guard child.namespace.equals(PSKCNamespace.container) else { throw PSKCPolicy.unknown(child) }
      switch String(decoding: child.name, as: UTF8.self) {
      case "KeyUsage", "StartDate", "ExpiryDate": continue
      case "PINPolicy": remarks.append(PSKCPolicy.pin(child))
      case "NumberOfTransactions":
        let count = String(decoding: document.words(of: child) ?? [], as: UTF8.self)
        remarks.append(said("it is meant for \(count) uses, which are not counted here"))
      default: throw PSKCPolicy.unknown(child)
      }
    }
    try PSKCPolicy.checkUsage(document.all("KeyUsage", of: policy).compactMap { document.words(of: $0) }, profile)
    let start = try PSKCPolicy.time("StartDate", of: policy, document)
    if let start, start > now {
      remarks.append(said("it is meant to be used from \(PSKCPolicy.text(start)) on, and counts from now on"))
    }
    expires = try PSKCPolicy.time("ExpiryDate", of: policy, document)
  }

  /// RFC 6030 section 5: who does not know an element of the policy has to take it that the key may not be used.
  private static func unknown(_ element: XMLElement) -> PSKCFlaw {
    .refused(
      ImportRefusal(
        "its policy has the element \(String(decoding: element.name, as: UTF8.self)), which is not known here",
        hint: "RFC 6030 forbids the use of such a key; ask the sender for one without it"))
  }

  private static func pin(_ element: XMLElement) -> String {
    let mode = element.attribute("PINUsageMode").map { String(decoding: $0, as: UTF8.self) } ?? "Local"
    return said("its policy asks for a PIN (\(mode)); Countersign asks for none")
  }

  private static func checkUsage(_ usages: [[UInt8]], _ profile: PSKCProfile) throws(PSKCFlaw) {
    guard !usages.isEmpty, !usages.contains(where: { $0.equals("OTP") }) else { return }
    if profile == .ocra, usages.contains(where: { $0.equals("CR") }) { return }
    throw .refused(
      ImportRefusal("its policy does not let it make one-time codes", hint: "ask the sender for a key of usage OTP"))
  }

  /// A time in a child; `nil` without one.
  static func time(
    _ name: StaticString, of element: XMLElement, _ document: borrowing XMLDocument
  ) throws(PSKCFlaw) -> UInt64? {
    guard let child = try document.only(name, of: element) else { return nil }
    guard let seconds = PSKCTime.seconds(document.words(of: child) ?? []) else { throw .noTime("\(name)") }
    return seconds
  }

  static func text(_ seconds: UInt64) -> String { String(decoding: UniversalTime.text(seconds), as: UTF8.self) }
}
