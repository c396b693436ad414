import LoginStacks

/// PAM files as distributions have them, and makers of others.
enum Files {
  static func make(_ texts: [String: String]) -> [String: PAMFile] {
    texts.reduce(into: [:]) { files, text in
      files[text.key] = PAMFile(name: text.key, bytes: Array(text.value.utf8))
    }
  }

  /// A service with these auth lines.
  static func service(_ name: String, _ lines: String...) -> [String: PAMFile] {
    make([name: lines.map { $0 + "\n" }.joined()])
  }

  static func stack(_ lines: String...) -> AuthStack {
    AuthStack(service: "some", files: make(["some": lines.map { $0 + "\n" }.joined()]))
  }

  static func debian(_ services: [String: String]) -> [String: PAMFile] {
    make(
      services.merging([
        "common-auth": """
          # here are the per-package modules (the "Primary" block)
          auth\t[success=1 default=ignore]\tpam_unix.so nullok
          # here's the fallback if no module succeeds
          auth\trequisite\t\t\tpam_deny.so
          auth\trequired\t\t\tpam_permit.so
          auth\toptional\t\t\tpam_cap.so

          """,
        "common-account": "account\trequired\tpam_unix.so\n",
        "common-session": "session\trequired\tpam_unix.so\n",
      ]) { $1 })
  }

  static let debianSSHD = debian([
    "sshd": """
      # PAM configuration for the Secure Shell service

      # Standard Un*x authentication.
      @include common-auth

      account    required     pam_nologin.so
      @include common-account
      session    required     pam_loginuid.so
      @include common-session

      """
  ])

  static let debianSU = debian([
    "su": """
      #
      auth       sufficient pam_rootok.so
      session       required   pam_env.so readenv=1
      @include common-auth
      @include common-account
      @include common-session

      """,
    "su-l": "#%PAM-1.0\nauth\t\tinclude\t\tsu\naccount\t\tinclude\t\tsu\nsession\t\tinclude\t\tsu\n",
  ])

  static let debianLogin = debian([
    "login": """
      auth       optional   pam_faildelay.so  delay=3000000
      auth       requisite  pam_nologin.so
      @include common-auth
      auth       optional   pam_group.so
      @include common-account

      """
  ])

  private static let systemAuth = """
    auth        required                                     pam_env.so
    auth        required                                     pam_faildelay.so delay=2000000
    auth        [default=1 ignore=ignore success=ok]         pam_usertype.so isregular
    auth        [default=1 ignore=ignore success=ok]         pam_localuser.so
    auth        sufficient                                   pam_unix.so nullok
    auth        [default=1 ignore=ignore success=ok]         pam_usertype.so isregular
    auth        sufficient                                   pam_sss.so forward_pass
    auth        required                                     pam_deny.so
    account     required                                     pam_unix.so

    """

  static let fedora = make([
    "system-auth": systemAuth, "password-auth": systemAuth,
    "postlogin": "session     optional                   pam_umask.so silent\n",
    "sshd": """
      #%PAM-1.0
      auth       substack     password-auth
      auth       include      postlogin
      account    required     pam_sepermit.so
      account    include      password-auth

      """,
    "sudo": "#%PAM-1.0\nauth       include      system-auth\naccount    include      system-auth\n",
    "su": """
      #%PAM-1.0
      auth\t\trequired\tpam_env.so
      auth\t\tsufficient\tpam_rootok.so
      # Uncomment the following line to implicitly trust users in the "wheel" group.
      #auth\t\tsufficient\tpam_wheel.so trust use_uid
      auth\t\tsubstack\tsystem-auth
      auth\t\tinclude\t\tpostlogin
      account\t\tinclude\t\tsystem-auth

      """,
  ])

  static let plain = make([
    "vpn": """
      auth sufficient pam_ldap.so
      auth sufficient pam_unix.so use_first_pass
      auth required pam_deny.so
      account required pam_permit.so

      """
  ])
}
