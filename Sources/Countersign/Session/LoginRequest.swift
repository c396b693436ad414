/// One login as it arrives: read once, never changed.
///
/// An object and no value: it is in every event and every check of a login.
public final class LoginRequest: Sendable {
  /// By the account's own name, once ``settled()``.
  public let user: UserName
  /// The PAM service: `sshd`, `sudo`.
  public let service: [UInt8]
  /// Where the login comes from, if it does not come from the machine itself.
  public let address: [UInt8]?
  public let terminal: [UInt8]?
  /// The public key that sshd has verified already.
  public let key: VerifiedKey
  /// Who becomes `user` (`PAM_RUSER`), as the application says.
  public let caller: [UInt8]?
  public let hints: LoginHints

  /// The address where it is one, and not a host name, which is never trusted.
  public var numericAddress: NetworkAddress? { address.flatMap { NetworkAddress($0[...]) } }

  /// Whether somebody sits there who could be told something. Where there is no terminal, as with a sudo that a program
  /// calls, text could get into what that program reads.
  var hasTerminal: Bool { terminal.map { !$0.isEmpty } ?? false }

  /// Whether sshd conducts it, under whatever name: it gives this word for a terminal.
  var isBySSH: Bool { terminal.map { $0.equals("ssh") } ?? false }

  /// Whether the person may sit at the machine, and so may have a security key there.
  var mayBeAtTheMachine: Bool { !isBySSH && (address ?? []).isEmpty && !hints.isThroughSSH }

  /// The socket of the SSH agent of whoever calls, where it could be asked; else empty. sshd itself knows of none.
  var agentSocket: [UInt8] { isBySSH || !(address ?? []).isEmpty ? [] : hints.agentSocket }

  /// What sshd says of the security keys that it has verified; else empty.
  var verifiedSecurityKeys: [UInt8] { isBySSH && key == .securityKey ? hints.authenticationInfo : [] }

  /// The same login by the account's own name: what is stored and permitted goes by that.
  @inline(never)
  func settled() -> (LoginRequest, UserDatabase.Lookup) {
    let (own, account) = UserDatabase.settled(user)
    guard own != user else { return (self, account) }
    let request = LoginRequest(
      user: own, service: service, address: address, terminal: terminal, key: key, caller: caller, hints: hints)
    return (request, account)
  }

  public init(
    user: UserName, service: [UInt8], address: [UInt8]?, terminal: [UInt8]?, key: VerifiedKey = .none,
    caller: [UInt8]? = nil, hints: LoginHints = .none
  ) {
    self.user = user
    self.service = service
    self.address = address
    self.terminal = terminal
    self.key = key
    self.caller = caller
    self.hints = hints
  }
}
