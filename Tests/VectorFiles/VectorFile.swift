import Foundation

/// One case of a folder under `Tests/Vectors`, in the format that the README there describes.
public struct VectorFile: Sendable, CustomStringConvertible {
  /// The name of the file without its extension: what is tested or what is wrong.
  public let name: String
  private let fields: [String: String]

  public var description: String { name }

  /// Reads a folder.
  ///
  /// - Parameters:
  ///   - required: the fields that every case has.
  ///   - optional: the fields that a case may have.
  /// - Throws: also when the folder has no cases, so that a test over them cannot pass by finding none.
  public static func all(
    in folder: String, required: Set<String>, optional: Set<String> = []
  ) throws -> [VectorFile] {
    let place = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors").appendingPathComponent(folder)
    let files = try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "txt" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw VectorError.noVectors(folder: folder) }
    return try files.map { file in
      try VectorFile(
        name: file.deletingPathExtension().lastPathComponent, text: String(contentsOf: file, encoding: .utf8),
        required: required, optional: optional)
    }
  }

  public init(name: String, text: String, required: Set<String>, optional: Set<String> = []) throws {
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.range(of: ": ") else { throw VectorError.malformedLine(String(line)) }
      let field = String(line[..<colon.lowerBound])
      guard required.contains(field) || optional.contains(field) else { throw VectorError.unknownField(field) }
      guard fields[field] == nil else { throw VectorError.repeatedField(field) }
      fields[field] = String(line[colon.upperBound...])
    }
    if let missing = required.sorted().first(where: { fields[$0] == nil }) {
      throw VectorError.missingField(missing)
    }
    self.name = name
    self.fields = fields
  }

  public func has(_ field: String) -> Bool {
    fields[field] != nil
  }

  /// The value as it stands there.
  public func text(_ field: String) throws -> String {
    guard let value = fields[field] else { throw VectorError.missingField(field) }
    return value
  }

  /// A decimal number.
  public func number<Number: FixedWidthInteger>(_ field: String) throws -> Number {
    guard let number = try Number(text(field)) else { throw VectorError.malformedValue(field: field) }
    return number
  }

  /// Bytes: `"text"`, hexadecimal digits, or hexadecimal digits ` x ` a number of times.
  public func bytes(_ field: String) throws -> [UInt8] {
    let value = try text(field)
    if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
      return Array(value.dropFirst().dropLast().utf8)
    }
    let parts = value.components(separatedBy: " x ")
    guard let digits = parts.first, let bytes = Self.bytes(hexadecimal: digits) else {
      throw VectorError.malformedValue(field: field)
    }
    guard parts.count > 1 else { return bytes }
    guard parts.count == 2, let times = Int(parts[1]), (1...1_000_000).contains(times) else {
      throw VectorError.malformedValue(field: field)
    }
    return (0..<times).flatMap { _ in bytes }
  }

  private static func bytes(hexadecimal digits: String) -> [UInt8]? {
    guard !digits.isEmpty, digits.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var rest = digits[...]
    while !rest.isEmpty {
      let pair = rest.prefix(2)
      guard pair.allSatisfy(\.isHexDigit), let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
