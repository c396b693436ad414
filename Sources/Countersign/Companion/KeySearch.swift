/// Where the companion is to look for a security key of the user, and for which.
public struct KeySearch: Equatable, Sendable {
  /// Devices that may answer, of the kinds `fido2` and `agent`.
  public let devices: [UInt32]
  public let wait: KeyWait
  /// The socket of the SSH agent of whoever calls, as they say; opened with their rights. Empty where none is asked.
  public let agentSocket: [UInt8]
  /// The uid of whoever calls.
  public let caller: UInt32
  /// sshd's `SSH_AUTH_INFO_0`, where a key that sshd has verified is enough; else empty.
  public let authenticationInfo: [UInt8]

  public init(
    devices: [UInt32], _ wait: KeyWait, agentSocket: [UInt8] = [], caller: UInt32, authenticationInfo: [UInt8] = []
  ) {
    self.devices = devices
    self.wait = wait
    self.agentSocket = agentSocket
    self.caller = caller
    self.authenticationInfo = authenticationInfo
  }
}
