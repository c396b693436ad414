/// A name with `*` (any bytes, also none) and `?` (one byte), as in `ssh_config(5)`, PATTERNS.
public enum NamePattern {
  /// Whether a name is as the pattern says. Takes at most pattern times name steps, whatever the pattern.
  public static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var position = name.startIndex
    var rest = pattern.startIndex
    var star: (pattern: Int, name: Int)?
    while position < name.endIndex {
      if rest < pattern.endIndex, pattern[rest] == UInt8(ascii: "*") {
        star = (rest, position)
        rest += 1
      } else if rest < pattern.endIndex, pattern[rest] == UInt8(ascii: "?") || pattern[rest] == name[position] {
        rest += 1
        position += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        rest = last.pattern + 1
        position = last.name + 1
      } else {
        return false
      }
    }
    return pattern[rest...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// Whether it matches more than one name.
  public static func isWild(_ pattern: ArraySlice<UInt8>) -> Bool {
    pattern.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
  }
}
