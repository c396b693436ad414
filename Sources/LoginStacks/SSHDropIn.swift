/// What sshd is told so that a login takes the way of a style: a file of `sshd_config.d`.
public enum SSHDropIn {
  /// The file's text.
  public static func text(for style: ServiceStyle) -> String {
    ([
      "\(ServiceMark.own); `countersign disable sshd` takes it away.",
      "# The first value of a keyword wins, so this file has to come before others.",
    ] + lines(for: style)).map { $0 + "\n" }.joined()
  }

  private static func lines(for style: ServiceStyle) -> [String] {
    let always = ["UsePAM yes", "KbdInteractiveAuthentication yes"]
    switch style {
    case .passwordAndCode:
      return always + ["PasswordAuthentication no", "AuthenticationMethods keyboard-interactive"]
    case .keyAndCode:
      return always + [
        "PubkeyAuthentication yes", "PasswordAuthentication no",
        "AuthenticationMethods publickey,keyboard-interactive",
      ]
    case .keyOrPasswordAndCode:
      return always + [
        "PubkeyAuthentication yes", "PasswordAuthentication no",
        "AuthenticationMethods publickey,keyboard-interactive keyboard-interactive",
      ]
    case .codeOnlyFor(let group):
      return always + [
        "Match Group \(group)", "    PasswordAuthentication no", "    AuthenticationMethods keyboard-interactive",
      ]
    }
  }

  /// What `sshd -T` has to say of somebody whom the style is for, with keywords in lower case.
  public static func wanted(for style: ServiceStyle) -> [(keyword: String, value: String)] {
    let methods =
      switch style {
      case .passwordAndCode, .codeOnlyFor: "keyboard-interactive"
      case .keyAndCode: "publickey,keyboard-interactive"
      case .keyOrPasswordAndCode: "publickey,keyboard-interactive keyboard-interactive"
      }
    return [
      ("usepam", "yes"), ("kbdinteractiveauthentication", "yes"), ("passwordauthentication", "no"),
      ("authenticationmethods", methods),
    ]
  }
}
