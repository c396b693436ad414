import Countersign
import Words

/// The fields of a device on a line of JSON, each there once: strings and whole numbers.
struct DeviceFields {
  private var values: [String: JSONDocument.Value] = [:]

  init(_ line: Span<UInt8>) throws(ImportRefusal) {
    let document: JSONDocument.Value
    do { document = try JSONDocument.read(line) } catch {
      throw ImportRefusal("it is no JSON", hint: DeviceLine.hint)
    }
    guard case .object(let members) = document.content else {
      throw ImportRefusal("it is no JSON object", hint: DeviceLine.hint)
    }
    for member in members {
      guard values.updateValue(member.value, forKey: String(decoding: member.name, as: UTF8.self)) == nil else {
        throw ImportRefusal("it has a field twice", hint: DeviceLine.hint)
      }
    }
  }

  func hasOther(than names: Set<String>) -> Bool { !names.isSuperset(of: values.keys) }

  /// A string that is not secret.
  func words(_ name: String, _ line: Span<UInt8>) throws(ImportRefusal) -> [UInt8]? {
    guard let range = values[name]?.string else { return nil }
    guard let words = JSONString.bytes(line, range) else {
      throw ImportRefusal("its \(name) has an escape that is none", hint: DeviceLine.hint)
    }
    return words
  }

  /// A secret in Base32.
  func secret(_ name: String, _ line: Span<UInt8>) throws(ImportRefusal) -> SharedSecret? {
    guard let range = values[name]?.string else { return nil }
    return try ListKey.base32OrHexadecimal(line, range)
  }

  func unsigned(_ name: String, _ line: Span<UInt8>) -> UInt64? {
    guard case .number(let range) = values[name]?.content else { return nil }
    return line.number(range)
  }

  func signed(_ name: String, _ line: Span<UInt8>) -> Int64? {
    guard case .number(let range) = values[name]?.content, let first = range.first else { return nil }
    guard line[first] == UInt8(ascii: "-") else { return line.number(range).flatMap { Int64(exactly: $0) } }
    return line.number(range.dropFirst()).flatMap { Int64(exactly: $0) }.map { -$0 }
  }
}
