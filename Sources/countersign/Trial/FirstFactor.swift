import Words

/// What has to be shown beside the code.
enum FirstFactor: String, Encodable {
  /// Something that modules of the stack check: a password, a fingerprint, a ticket.
  case password
  /// A key that sshd has verified before it asked PAM.
  case key
  /// Nothing: the stack asks for the code alone.
  case none

  /// Names a login in which it is right.
  ///
  /// - Parameter rest: what else there is to say of the login.
  func with(_ rest: Message) -> String {
    switch self {
    case .password: Enumeration.of([said("right password"), rest.text])
    case .key: Enumeration.of([said("key", context: "a login by ssh"), rest.text])
    case .none: rest.text
    }
  }
}
