/// A line of the audit file, version 1. Knows no files.
///
/// ```
/// {"seq":7,"time":"2026-11-25T21:40:00Z","event":"login",…,"hash":"64 HEXADECIMAL DIGITS"}
/// ```
///
/// One JSON object a line, in printable ASCII. The hash is SHA-256 over the hash of the line before, as 32 bytes, and
/// this line up to the comma before `"hash"`. Nobody needs a secret to check it; see ``AuditVerification`` for what
/// that does and does not show. A field `"gap":N` says that N bytes between this line and the one before are no line:
/// the hash before is that of SHA-256 over it and these bytes.
enum AuditLineFormat {
  /// The longest line with its line end, in bytes.
  static let longest = 4_095
  static let newline = UInt8(ascii: "\n")
  private static let beginning: StaticString = "{\"seq\":"
  private static let timeLabel: StaticString = ",\"time\":\""
  private static let eventLabel: StaticString = "\",\"event\":\""
  private static let hashLabel: StaticString = ",\"hash\":\""
  private static let end: StaticString = "\"}"
  /// Room that is enough for nearly all.
  private static let usualLength = 512
  /// Of the hash with everything round it.
  private static let endLength = 75

  /// A line that was composed, and the place behind it.
  struct Line {
    /// With its line end.
    let text: [UInt8]
    let link: AuditLink
  }

  /// Composes a line. Fields that would make it too long are left out.
  ///
  /// - Parameters:
  ///   - link: the place it follows.
  ///   - gap: bytes between that place and this line which are no line.
  ///   - time: seconds since 1970.
  static func line(
    _ kind: AuditKind, _ fields: [AuditField], after link: AuditLink, gap: ArraySlice<UInt8> = [], time: UInt64
  ) -> Line {
    let sequence = link.sequence &+ 1
    var text: [UInt8] = []
    text.reserveCapacity(usualLength)
    text.append(ascii: beginning)
    text += RecordFormat.decimal(sequence)
    text.append(ascii: timeLabel)
    text += UniversalTime.text(time)
    text.append(ascii: eventLabel)
    text.append(ascii: kind.name)
    text.append(UInt8(ascii: "\""))
    if !gap.isEmpty { AuditField("gap", .number(UInt64(gap.count))).appendJSON(to: &text) }
    for field in fields {
      let length = text.count
      field.appendJSON(to: &text)
      if text.count + endLength >= longest { text.removeLast(text.count - length) }
    }
    let hash = Checksum.of(link.passing(gap).hash, text[...])
    text.append(ascii: hashLabel)
    text += Hex.encode(hash)
    text.append(ascii: end)
    text.append(newline)
    return Line(text: text, link: AuditLink(sequence: sequence, hash: hash))
  }

  /// What can be read of a line alone.
  struct Reading {
    /// What is hashed.
    let body: ArraySlice<UInt8>
    /// The place behind it, as it says itself.
    let link: AuditLink

    /// What stands behind the number.
    private var rest: ArraySlice<UInt8> {
      body.dropFirst(AuditLineFormat.beginning.utf8CodeUnitCount).drop { $0 != UInt8(ascii: ",") }
    }

    /// The event and what follows it.
    private var eventAndRest: ArraySlice<UInt8> {
      rest.dropFirst(AuditLineFormat.timeLabel.utf8CodeUnitCount + UniversalTime.length)
        .dropFirst(AuditLineFormat.eventLabel.utf8CodeUnitCount)
    }

    /// Seconds since 1970; `nil` for a line that was not composed here.
    var time: UInt64? {
      UniversalTime.seconds(rest.dropFirst(AuditLineFormat.timeLabel.utf8CodeUnitCount).prefix(UniversalTime.length))
    }

    func isKind(_ kind: AuditKind) -> Bool {
      let event = eventAndRest
      return event.starts(with: kind.name) && event.dropFirst(kind.name.utf8CodeUnitCount).first == UInt8(ascii: "\"")
    }

    /// How many bytes before it are no line, as it says; 0 where it says nothing.
    var gap: UInt64 { number("gap") ?? 0 }

    /// The value of a field with a number.
    func number(_ name: StaticString) -> UInt64? {
      value(name).flatMap { FieldReader.number($0, upTo: .max) }
    }

    /// The text of a field, as it is encoded. No value has a quotation mark in it, so that what looks like a label is
    /// one.
    func text(_ name: StaticString) -> ArraySlice<UInt8>? {
      value(name).flatMap { value in
        value.count >= 2 && value.first == UInt8(ascii: "\"") ? value.dropFirst().dropLast() : nil
      }
    }

    /// What stands behind the label up to the next field.
    private func value(_ name: StaticString) -> ArraySlice<UInt8>? {
      let label = Array(ascii: ",\"") + Array(ascii: name) + Array(ascii: "\":")
      var rest = rest
      while let comma = rest.firstIndex(of: UInt8(ascii: ",")) {
        rest = rest[comma...]
        guard rest.starts(with: label) else {
          rest = rest.dropFirst()
          continue
        }
        let value = rest.dropFirst(label.count)
        guard value.first == UInt8(ascii: "\"") else { return value.prefix { $0 != UInt8(ascii: ",") } }
        guard let end = value.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        return value[...end]
      }
      return nil
    }
  }

  /// Reads a line without its line end.
  ///
  /// - Returns: `nil` for anything that has not the form of a line.
  static func read(_ line: ArraySlice<UInt8>) -> Reading? {
    guard line.count < longest, line.starts(with: beginning) else { return nil }
    let body = line.dropLast(endLength)
    var rest = line.suffix(endLength)
    guard rest.starts(with: hashLabel) else { return nil }
    rest = rest.dropFirst(hashLabel.utf8CodeUnitCount)
    guard let hash = Hex.decode(rest.prefix(2 * Checksum.length)), hash.count == Checksum.length,
      rest.dropFirst(2 * Checksum.length).equals(end),
      let sequence = number(body.dropFirst(beginning.utf8CodeUnitCount))
    else { return nil }
    return Reading(body: body, link: AuditLink(sequence: sequence, hash: hash))
  }

  /// Whether bytes can be what a crash or a full disk leaves of a line: its beginning, or room that was never filled.
  static func isTorn(_ bytes: ArraySlice<UInt8>) -> Bool {
    let lines = bytes.last == newline ? bytes.dropLast() : bytes
    return lines.split(separator: newline, omittingEmptySubsequences: false).allSatisfy { piece in
      let text = piece.prefix { $0 != 0 }
      return !piece.isEmpty && piece.dropFirst(text.count).allSatisfy { $0 == 0 } && isBeginning(text)
    }
  }

  private static func isBeginning(_ text: ArraySlice<UInt8>) -> Bool {
    guard Array(ascii: beginning).starts(with: text.prefix(beginning.utf8CodeUnitCount)),
      text.allSatisfy({ (0x20...0x7E).contains($0) }),
      !zip(text, text.dropFirst()).contains(where: { $0 == UInt8(ascii: "\"") && $1 == UInt8(ascii: "}") })
    else { return false }
    var rest = text
    while let comma = rest.firstIndex(of: UInt8(ascii: ",")) {
      rest = rest[comma...]
      guard rest.starts(with: hashLabel) else {
        rest = rest.dropFirst()
        continue
      }
      let hash = rest.dropFirst(hashLabel.utf8CodeUnitCount)
      let digits = hash.prefix(2 * Checksum.length)
      let ending = hash.dropFirst(digits.count)
      return digits.allSatisfy { Hex.value($0) != nil } && ending.count < end.utf8CodeUnitCount
        && Array(ascii: end).starts(with: ending)
    }
    return true
  }

  /// A number from 1 to what one more can be counted to, in one spelling, in front of a comma.
  private static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
    let digits = text.prefix { $0 != UInt8(ascii: ",") }
    guard digits.count < text.count, let number = FieldReader.number(digits, upTo: .max - 1), number > 0 else {
      return nil
    }
    return number
  }
}
