import FoundationEssentials
import Words

/// JSON as the command prints it: one line, keys in alphabetical order, absent values left out.
enum JSONText {
  static func of(_ value: some Encodable) throws(Complaint) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw Complaint("the facts cannot be written as JSON", hint: "leave --json out")
    }
  }
}
