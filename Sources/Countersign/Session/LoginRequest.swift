/// One login as it arrives: read once, never changed.
public struct LoginRequest: Sendable {
  public let user: UserName
  /// The PAM service: `sshd`, `sudo`.
  public let service: [UInt8]
  /// Where the login comes from, if it does not come from the machine itself.
  public let address: [UInt8]?
  public let terminal: [UInt8]?

  public init(user: UserName, service: [UInt8], address: [UInt8]?, terminal: [UInt8]?) {
    self.user = user
    self.service = service
    self.address = address
    self.terminal = terminal
  }
}
