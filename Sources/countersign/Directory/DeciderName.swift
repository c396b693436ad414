import Countersign
import Words

/// By what a provider is known as the one that decides: `ldaps://HOST`, or `ldapi://` and the name of a machine.
enum DeciderName {
  /// While the decision moves, nobody has it: no host knows a server by this.
  static let moving = Array("moving".utf8)
  /// In front of the address of who had it, meanwhile.
  private static let from = Array("from ".utf8)

  /// - Parameter host: the name of this machine, for `ldapi:///`.
  static func of(_ text: String, on host: [UInt8]) throws(Complaint) -> [UInt8] {
    let bytes = Array(text.utf8)
    if let server = DirectoryServer(bytes) { return server.name(on: host) }
    let machine = bytes.dropFirst("ldapi://".utf8.count)
    guard text.hasPrefix("ldapi://"), (1...253).contains(machine.count), machine.allSatisfy(isPlain) else {
      throw Complaint(
        "\(DisplayText.of(bytes)) is no address of a server", hint: "write it as ldaps://ldap.example.org or ldapi:///")
    }
    return bytes
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// What stands in the entry while the decision goes from one provider to another.
  static func moving(from deciders: [[UInt8]]) -> [[UInt8]] { [moving] + deciders.map { from + $0 } }

  /// Who decided before, if the decision is on its way.
  static func formerly(_ deciders: [[UInt8]]) -> [[UInt8]]? {
    guard deciders.contains(moving) else { return nil }
    return deciders.filter { $0.starts(with: from) }.map { Array($0.dropFirst(from.count)) }
  }

  /// As it is shown.
  static func text(_ deciders: [[UInt8]]) -> String { Enumeration.of(deciders.map { DisplayText.of($0) }) }
}
