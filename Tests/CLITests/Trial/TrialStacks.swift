import Foundation

@testable import countersign

/// Stacks as distributions write them, and as people get them wrong. `OURS` stands for our module.
struct TrialStacks {
  /// Debian's `common-auth`, as pam-auth-update writes it.
  static let debianPassword = """
    # here are the per-package modules (the "Primary" block)
    auth\t[success=1 default=ignore]\tpam_unix.so nullok
    # here's the fallback if no module succeeds
    auth\trequisite\t\t\tpam_deny.so
    auth\trequired\t\t\tpam_permit.so
    # and here are more per-package modules (the "Additional" block)
    auth\toptional\t\t\tpam_cap.so
    # end of pam-auth-update config
    """

  /// Debian's `sshd` with our line where the example puts it.
  static let debian = [
    "sshd": """
      # PAM configuration for the Secure Shell service
      @include common-auth
      auth       required     OURS
      account    required     pam_nologin.so
      @include common-account
      session [success=ok ignore=ignore module_unknown=ignore default=bad] pam_selinux.so close
      """,
    "common-auth": debianPassword,
    "common-account": "account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so\n",
  ]

  /// With the profile for pam-auth-update, which puts the line into `common-auth`.
  static let debianProfile = [
    "sshd": "@include common-auth\n",
    "common-auth": debianPassword.replacingOccurrences(
      of: "auth\toptional\t\t\tpam_cap.so", with: "auth\trequired\tOURS\nauth\toptional\t\t\tpam_cap.so"),
  ]

  /// Two modules that check passwords, as with a directory service.
  static let debianWithTwo = [
    "sshd": "@include common-auth\nauth required OURS\n",
    "common-auth": """
      auth [success=2 default=ignore] pam_unix.so nullok
      auth [success=1 default=ignore] pam_userdb.so try_first_pass
      auth requisite pam_deny.so
      auth required pam_permit.so
      """,
  ]

  /// Fedora's `password-auth`, as authselect writes it for local accounts and SSSD.
  static let fedoraPassword = """
    auth        required                                     pam_env.so
    auth        required                                     pam_faildelay.so delay=2000000
    auth        [default=1 ignore=ignore success=ok]         pam_usertype.so isregular
    auth        [default=1 ignore=ignore success=ok]         pam_localuser.so
    auth        sufficient                                   pam_unix.so nullok
    auth        [default=1 ignore=ignore success=ok]         pam_usertype.so isregular
    auth        sufficient                                   pam_userdb.so forward_pass
    auth        required                                     pam_deny.so
    account     required                                     pam_unix.so
    """

  static let fedora = [
    "sshd": """
      #%PAM-1.0
      auth       substack     password-auth
      auth       required     OURS
      auth       include      postlogin
      account    required     pam_sepermit.so
      account    include      password-auth
      """,
    "password-auth": fedoraPassword,
    "postlogin": "session optional pam_umask.so silent\n",
  ]

  /// The same with `include`, in which `sufficient` ends everything.
  static let fedoraWithInclude = [
    "sudo": "auth include system-auth\nauth required OURS\n", "system-auth": fedoraPassword,
  ]

  static let keyOnly = ["sshd": "auth required OURS\nauth required pam_permit.so\n"]

  /// A key or else the password.
  static func byKey(_ script: String) -> [String: String] {
    [
      "sshd": """
        auth [success=1 default=ignore] pam_exec.so quiet quiet_log \(script)
        auth substack common-auth
        auth required OURS
        auth required pam_permit.so
        """,
      "common-auth": debianPassword,
    ]
  }

  /// One file with the lines.
  static func lines(_ lines: String...) -> [String: String] { ["sshd": lines.joined(separator: "\n") + "\n"] }
}
