/// Texts written in the source, as the bytes that files, messages and paths are made of.
///
/// The core has no `String`: its views would bring tens of KiB of code into every process that logs people in, and it
/// compares by Unicode equivalence where the kernel compares bytes.
extension Array<UInt8> {
  /// The bytes of a text.
  public init(ascii text: StaticString) {
    // SAFETY: the buffer holds just the text, which exists as long as the program.
    self = text.withUTF8Buffer { unsafe Array($0) }
  }

  /// Appends the bytes of a text.
  mutating func append(ascii text: StaticString) {
    // SAFETY: as above.
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  /// Whether these are just the bytes of a text.
  public func equals(_ text: StaticString) -> Bool { self[...].equals(text) }

  /// Whether these begin with the bytes of a text.
  public func starts(with text: StaticString) -> Bool { self[...].starts(with: text) }
}

extension ArraySlice<UInt8> {
  /// Whether these are just the bytes of a text.
  public func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && starts(with: text) }

  /// Whether these begin with the bytes of a text.
  public func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { expected in
      guard count >= expected.count else { return false }
      for offset in expected.indices {
        // SAFETY: the offset is one of the buffer's own.
        guard unsafe self[startIndex &+ offset] == expected[offset] else { return false }
      }
      return true
    }
  }
}
