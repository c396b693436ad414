/// A file of `/etc/pam.d`, line by line. What is not changed comes out byte for byte as it went in.
public struct PAMFile: Equatable, Sendable {
  /// Within its directory: that of the service, or of an include.
  public let name: String
  public var lines: [PAMLine]

  public init(name: String, lines: [PAMLine]) {
    self.name = name
    self.lines = lines
  }

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    var lines: [PAMLine] = []
    var line: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      line.append(byte)
      if byte == 0x0A, !PAMFile.goesOn(line) {
        lines.append(PAMLine(bytes: line))
        line = []
      } else if index == bytes.count - 1 {
        lines.append(PAMLine(bytes: line))
      }
    }
    self.lines = lines
  }

  public var bytes: [UInt8] { lines.flatMap(\.bytes) }

  /// The number in the file of the line with this index, counted from 1.
  public func number(ofLineAt index: Int) -> Int {
    1 + lines.prefix(index).reduce(0) { sum, line in sum + line.bytes.count { $0 == 0x0A } }
  }

  /// A comment ends its line, whatever it ends in.
  private static func goesOn(_ line: [UInt8]) -> Bool {
    guard line.count >= 2, line[line.count - 2] == UInt8(ascii: "\\") else { return false }
    let last = line.dropLast(2).lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return !line[last...].contains(UInt8(ascii: "#"))
  }
}
