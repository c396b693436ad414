/// What has to be shown beside the code.
enum FirstFactor: String, Encodable {
  /// Something that modules of the stack check: a password, a fingerprint, a ticket.
  case password
  /// A key that sshd has verified before it asked PAM.
  case key
  /// Nothing: the stack asks for the code alone.
  case none

  /// How a scenario begins in which it is right.
  var lead: String {
    switch self {
    case .password: "right password, "
    case .key: "key, "
    case .none: ""
    }
  }
}
