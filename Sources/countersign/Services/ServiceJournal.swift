import Countersign
import Words

/// The text in which a change is written down: a header, one line each, words between single blanks, percent-encoded.
enum ServiceJournal {
  private static let header = "countersign-change 1"

  static func text(_ change: ServiceChange) -> [UInt8] {
    var lines = [
      header, "kind \(change.kind.rawValue)", "id \(encoded(change.id))", "by \(encoded(change.by))",
      "made \(change.made)",
    ]
    if let until = change.until { lines.append("until \(until)") }
    for service in change.services { lines.append("service \(encoded(service.name)) \(encoded(service.style))") }
    for file in change.files {
      let states = "\(file.before == nil ? "absent" : "present") \(file.after == nil ? "absent" : "present")"
      lines.append("file \(encoded(file.service)) \(encoded(file.path)) \(states)")
    }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// - Parameter content: gives the bytes of file number `index`, before or after.
  /// - Returns: `nil` for anything that ``text(_:)`` does not write.
  static func change(
    _ text: [UInt8], content: (_ index: Int, _ isAfter: Bool) throws(Complaint) -> [UInt8]?
  ) throws(Complaint) -> ServiceChange? {
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == header[...], lines.last == "" else { return nil }
    var values: [Substring: String] = [:]
    var services: [ServiceChange.Service] = []
    var files: [FileChange] = []
    for line in lines.dropFirst().dropLast() {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      switch (words.first, words.count) {
      case ("service", 3): services.append(.init(name: decoded(words[1]), style: decoded(words[2])))
      case ("file", 5):
        let before = words[3] == "present" ? try content(files.count, false) : nil
        let after = words[4] == "present" ? try content(files.count, true) : nil
        guard before != nil || words[3] == "absent", after != nil || words[4] == "absent" else { return nil }
        files.append(FileChange(service: decoded(words[1]), path: decoded(words[2]), before: before, after: after))
      case (let name?, 2): values[name] = decoded(words[1])
      default: return nil
      }
    }
    guard let kind = values["kind"].flatMap(ServiceChange.Kind.init), let id = values["id"], let by = values["by"],
      let made = values["made"].flatMap({ UInt64($0) }), text == ServiceJournal.text(
        ServiceChange(
          kind: kind, id: id, by: by, made: made, until: values["until"].flatMap { UInt64($0) }, services: services,
          files: files))
    else { return nil }
    return ServiceChange(
      kind: kind, id: id, by: by, made: made, until: values["until"].flatMap { UInt64($0) }, services: services,
      files: files)
  }

  private static func encoded(_ text: String) -> String {
    guard !text.isEmpty else { return "-" }
    guard text != "-" else { return "%2d" }
    return text.utf8.map { byte in
      let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "%")
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  private static func decoded(_ word: Substring) -> String {
    guard word != "-" else { return "" }
    var bytes: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
