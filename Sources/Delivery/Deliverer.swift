import Countersign
import Words

/// Sends codes by the programs that the policy names.
///
/// A deliverer reads three lines: the address, the code, and a sentence for people with the code in it. What it says is
/// shown to nobody; the first line that it writes on standard error is in the log. Exit code 0 means that the message
/// is on its way.
public struct Deliverer {
  private let policy: Policy
  private let location: StoreLocation

  public init(_ policy: Policy, _ location: StoreLocation) {
    self.policy = policy
    self.location = location
  }

  /// Sends a code and waits until it is on its way.
  ///
  /// - Parameters:
  ///   - user: whose code it is.
  ///   - service: what they log in to; `nil` for a code that an administrator sends.
  ///   - origin: the address they come from.
  public func deliver(
    _ code: borrowing SentCode, for user: UserName, service: [UInt8]?, from origin: [UInt8]?
  ) throws(DeliveryFailure) {
    let way = code.parameters.via
    guard let command = policy.deliverer(way) else { throw .noDeliverer(way) }
    let settings: FileDescriptor?
    do { settings = try DeliverySettings.open(way, location) } catch { throw .settings(error) }
    let run = CommandRun(
      command: command,
      facts: [
        ("KIND", Array(ascii: "code")), ("VIA", way.bytes), ("USER", user.bytes), ("SERVICE", service ?? []),
        ("FROM", origin ?? []), ("HOST", Host.name), ("SECONDS", Array("\(code.parameters.lifetime)".utf8)),
      ])
    let message: SecretBytes
    do { message = try Deliverer.message(code, for: user) } catch {
      throw .sandbox(.notStarted(error.errno))
    }
    try run.carryOut(message.bytes, settings: settings)
  }

  /// The three lines.
  private static func message(_ code: borrowing SentCode, for user: UserName) throws(SystemFailure) -> SecretBytes {
    let sentence = CommandRun.line(sentence(code.parameters, user))
    var message = try SecretBytes(capacity: 1_024)
    func append(_ bytes: [UInt8], to message: inout SecretBytes) { for byte in bytes { message.append(byte) } }
    append(code.parameters.address.bytes + [UInt8(ascii: "\n")], to: &message)
    for index in code.digits.bytes.indices { message.append(code.digits.bytes[index]) }
    message.append(UInt8(ascii: "\n"))
    for index in code.digits.bytes.indices { message.append(code.digits.bytes[index]) }
    append([UInt8(ascii: " ")] + sentence.prefix(600) + [UInt8(ascii: "\n")], to: &message)
    return message
  }

  /// What stands behind the code, short enough for one SMS.
  private static func sentence(_ parameters: SentParameters, _ user: UserName) -> [UInt8] {
    let name = String(decoding: user.bytes, as: UTF8.self)
    let host = String(decoding: Host.name, as: UTF8.self)
    let minutes = max(1, parameters.lifetime / 60)
    let isHours = minutes >= 120
    let hours = minutes / 60
    let text =
      isHours
      ? said("is your code for \(name) on \(host), good for \(hours) hours.")
      : said(
        "is your code for \(name) on \(host), good for \(minutes) minute.",
        "is your code for \(name) on \(host), good for \(minutes) minutes.", count: minutes)
    return Array(text.utf8)
  }
}
