import OATH
import Testing

@testable import Countersign

/// Devices whose codes are sent, for tests.
enum TestSent {
  static let secret = [UInt8](repeating: 7, count: 32)

  static func way(_ name: String = "sms") throws -> DeliveryName { try #require(DeliveryName(Bytes.of(name)[...])) }

  static func parameters(
    to address: String = "+491234567", via way: String = "sms", digits: DigitCount = .six, lifetime: UInt32 = 600
  ) throws -> SentParameters {
    let way = try TestSent.way(way)
    let address = try #require(DeliveryAddress(Bytes.of(address)))
    return try #require(SentParameters(digits: digits, via: way, address: address, lifetime: lifetime))
  }

  /// The code of a moving factor.
  static func code(_ movingFactor: UInt64, _ parameters: SentParameters, secret: [UInt8] = secret) throws -> String {
    text(try SentCode(parameters, movingFactor: movingFactor, secret: secret.span))
  }

  static func text(_ code: borrowing SentCode) -> String {
    var text = ""
    for index in code.digits.bytes.indices { text.append(Character(Unicode.Scalar(code.digits.bytes[index]))) }
    return text
  }
}
