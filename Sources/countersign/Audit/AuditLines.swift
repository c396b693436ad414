import Countersign
import Words

/// Goes through an audit file line by line, whatever its size, with a window of it in memory.
enum AuditLines {
  private static let window = 262_144
  /// No line is nearly as long; what is longer is handed on in pieces.
  private static let longest = 131_072

  /// - Parameter body: gets a line without its line end and whether it has one; returns whether to go on.
  static func go(
    through source: AuditSource, _ body: (ArraySlice<UInt8>, Bool) throws(Complaint) -> Bool
  ) throws(Complaint) {
    var buffer = [UInt8](repeating: 0, count: window)
    var carried: [UInt8] = []
    var offset: UInt64 = 0
    while true {
      let count = try read(source, &buffer, offset)
      guard count > 0 else { break }
      offset += UInt64(count)
      var rest = buffer[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = rest[..<end]
        rest = rest[(end + 1)...]
        guard try body(carried.isEmpty ? line : (carried + line)[...], true) else { return }
        carried = []
      }
      carried += rest
      if carried.count > longest {
        guard try body(carried[...], false) else { return }
        carried = []
      }
    }
    if !carried.isEmpty { _ = try body(carried[...], false) }
  }

  private static func read(
    _ source: AuditSource, _ buffer: inout [UInt8], _ offset: UInt64
  ) throws(Complaint) -> Int {
    do {
      var room = buffer.mutableSpan
      return try source.read(into: &room, at: offset)
    } catch {
      throw Complaint(error, doing: "cannot read \(DisplayText.of(source.name))")
    }
  }
}
