/// The client's address out of sshd's `SSH_CONNECTION` (`client-address client-port server-address server-port`).
///
/// It is better than `PAM_RHOST`, which holds a host name when sshd looks names up.
public enum RemoteAddress {
  /// - Returns: the first word, if it looks like an address; `nil` otherwise.
  public static func first(of connection: [UInt8]) -> [UInt8]? {
    let word = connection.prefix { $0 != UInt8(ascii: " ") }
    guard (2...64).contains(word.count), word.allSatisfy(mayStandInAddress) else { return nil }
    return Array(word)
  }

  private static func mayStandInAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "%"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
