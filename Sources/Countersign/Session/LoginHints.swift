/// What there is to know of a login that few of them need. Of what the environment of whoever calls says, nothing is
/// certain: it can change which of their own factors are asked for, and nothing else.
public final class LoginHints: Sendable {
  /// What sshd says of the methods that have succeeded already (`SSH_AUTH_INFO_0`); from sshd itself.
  public let authenticationInfo: [UInt8]
  /// Whether the caller came through SSH, and so sits elsewhere (`SSH_CONNECTION`).
  public let isThroughSSH: Bool
  /// The socket of the caller's SSH agent (`SSH_AUTH_SOCK`): an absolute path, none that is too long for a socket;
  /// empty for none.
  public let agentSocket: [UInt8]
  /// Who runs the process of the login, by the real user id.
  public let realUser: UInt32

  /// In bytes (unix(7)).
  private static let longestSocket = 107

  public init(
    authenticationInfo: [UInt8] = [], isThroughSSH: Bool = false, agentSocket: [UInt8] = [],
    realUser: UInt32 = UserDatabase.realUser
  ) {
    self.authenticationInfo = authenticationInfo
    self.isThroughSSH = isThroughSSH
    self.realUser = realUser
    let isPath = agentSocket.first == UInt8(ascii: "/") && agentSocket.count <= LoginHints.longestSocket
    self.agentSocket = isPath ? agentSocket : []
  }

  /// Nothing.
  public static let none = LoginHints()

  /// Reads the environment.
  public convenience init(ofCallerOf authenticationInfo: [UInt8]) {
    self.init(
      authenticationInfo: authenticationInfo, isThroughSSH: CallerEnvironment.value(of: "SSH_CONNECTION") != nil,
      agentSocket: CallerEnvironment.value(of: "SSH_AUTH_SOCK") ?? [])
  }
}
