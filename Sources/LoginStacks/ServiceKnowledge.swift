import Words

/// What is known of a service by its name, before its file is looked at.
public enum ServiceKnowledge: Equatable, Sendable {
  /// It can ask more than one question.
  case able
  /// Works, but with something that people should be told first.
  case ableWith(remark: Message)
  /// No code can be asked there, or asking would break it.
  case unable(reason: Message, hint: Message)
  /// A file that services include, never a service itself.
  case included
  /// Nothing is known; the file decides.
  case unknown

  public init(service: String) {
    self = ServiceKnowledge.known[service] ?? ServiceKnowledge.byPattern(service)
  }

  /// Whether it is sshd, which has a configuration of its own beside PAM's.
  public static func isSSHD(_ service: String) -> Bool { service == "sshd" }

  private static let known: [String: ServiceKnowledge] = {
    var known: [String: ServiceKnowledge] = [
      "polkit-1": .ableWith(
        remark: "some desktops' password windows call every question a password, and some show only one"),
      "lightdm": .ableWith(remark: "some greeters of lightdm show the second question in the field of the first"),
      "gdm-password": .ableWith(remark: "an unlocked keyring needs the password, which comes first; keep a text login"),
      "vsftpd": oneQuestion("FTP knows one password and no question", "use sftp, which is sshd"),
      "proftpd": oneQuestion("FTP knows one password and no question", "use sftp, which is sshd"),
      "xrdp-sesman": oneQuestion("its window has one field and gives the same answer to every question", appended),
      "sddm": oneQuestion("its greeter has one field and shows no second question", appended),
      "kde": oneQuestion("its lock screen has one field and shows no second question", appended),
      "other": .unable(
        reason: "it stands in for services without a file of their own, and refuses them", hint: "name the service"),
    ]
    for name in ["sshd", "sudo", "sudo-i", "su", "su-l", "login", "remote", "cockpit", "gdm-fingerprint"] {
      known[name] = .able
    }
    for name in ["cron", "crond", "atd", "systemd-user", "runuser", "runuser-l", "ppp", "samba", "cups", "smtp",
      "imap", "pop3", "dovecot", "postfix", "saslauthd", "vmtoolsd", "screen-sharing", "fence-virt"]
    {
      known[name] = .unable(
        reason: "no person is there to type a code", hint: "name a service that people log in by, such as sshd or sudo")
    }
    for name in ["passwd", "chpasswd", "newusers", "chfn", "chsh", "useradd", "userdel", "usermod", "groupadd"] {
      known[name] = .unable(
        reason: "it changes accounts and lets nobody in", hint: "name a service that people log in by")
    }
    for name in ["system-auth", "password-auth", "postlogin", "fingerprint-auth", "smartcard-auth"] {
      known[name] = .included
    }
    return known
  }()

  private static let appended: Message =
    "let people type the code behind the password, with forward_pass, see pam_countersign(8)"

  private static func oneQuestion(_ reason: Message, _ hint: Message) -> ServiceKnowledge {
    .unable(reason: reason, hint: hint)
  }

  private static func byPattern(_ service: String) -> ServiceKnowledge {
    if service.hasPrefix("common-") { return .included }
    for end in ["-autologin", "-greeter", "-launch-environment"] where service.hasSuffix(end) {
      return .unable(reason: "nobody is asked anything there", hint: "name the service that people log in by")
    }
    return .unknown
  }
}
