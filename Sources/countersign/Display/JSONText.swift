import FoundationEssentials
import Words

/// JSON as the command prints it: one line, keys in alphabetical order, absent values left out.
enum JSONText {
  static func of(_ value: some Encodable) throws(Complaint) -> String { try of(value, encoder()) }

  /// For many values in turn.
  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  static func of(_ value: some Encodable, _ encoder: JSONEncoder) throws(Complaint) -> String {
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw Complaint("the facts cannot be written as JSON", hint: "leave --json out")
    }
  }
}
