import Countersign
import Words

extension Complaint {
  /// Why one server gave no answer that counts.
  init(_ fault: DirectoryFault, at server: DirectoryServer, _ login: DirectoryLogin) {
    let name = DisplayText.of(server.text)
    switch fault {
    case .unreachable: self.init("\(name) does not answer", hint: Complaint.unreachable(server))
    case .untrusted:
      self.init(
        "\(name) has not proved to be the one that is meant", hint: """
          its certificate must be for this very address, by an authority of DirectoryAuthority, over TLS 1.2 or newer
          """)
    case .bindRefused:
      self.init("\(name) refuses to bind \(Complaint.who(login))", hint: Complaint.bindHint(login))
    case .notDeciding:
      self.init("\(name) has a copy only", hint: "countersign directory decider shows who decides")
    case .noBase:
      self.init(
        "\(name) has no entry for Countersign where DirectoryBase says", hint: "countersign directory init makes it")
    case .malformed:
      self.init("\(name) answers what makes no sense", hint: "find out what it is that answers there")
    case .forbidden:
      self.init(
        "\(name) does not allow this to \(Complaint.who(login))",
        hint: "give somebody who may with --bind-name and --password-file")
    case .failed:
      self.init("\(name) could not be asked", hint: "its log may say why; slapd writes to the system's log")
    case .badOrder:
      self.init("what is said of \(name) makes no sense", hint: Complaint.badOrderHint(login))
    }
  }

  /// As whom somebody binds.
  static func who(_ login: DirectoryLogin) -> String {
    switch login {
    case .external: said("root of this machine")
    case .password(let name, _): DisplayText.of(name)
    case .kerberos(let keytab): said("the key in \(DisplayText.of(keytab))")
    }
  }

  private static func unreachable(_ server: DirectoryServer) -> Message {
    server.isLocal
      ? "look whether slapd runs on this machine and listens on ldapi:///"
      : "look whether slapd runs there and listens on ldaps:///, and whether a firewall stands between"
  }

  private static func bindHint(_ login: DirectoryLogin) -> Message {
    switch login {
    case .external: "olcAuthzRegexp says which entry root of this machine is"
    case .password(_, let file):
      "look whether there is such an entry, and its password is that in \(DisplayText.of(file))"
    case .kerberos:
      "look whether the KDC answers and has this very key, and whom olcAuthzRegexp makes of its name"
    }
  }

  private static func badOrderHint(_ login: DirectoryLogin) -> Message {
    guard let file = login.secretFile else { return "see countersign.conf(5)" }
    let path = DisplayText.of(file)
    return "\(path) must be there, not empty, and root's alone: chown root: \(path) && chmod 0600 \(path)"
  }

  /// A policy without what says of a directory.
  init(noDirectoryAt location: StoreLocation) {
    self.init(
      "\(StorePaths(location, nil)[.policy]) does not say where the directory is",
      hint: "it takes Directory, DirectoryBase and DirectoryBind, see countersign.conf(5)")
  }

  /// A change that a server has not made.
  init(_ outcome: DirectoryOutcome, at server: DirectoryServer, entry: String, _ login: DirectoryLogin) {
    let (name, entry) = (DisplayText.of(server.text), DisplayText.of(Array(entry.utf8)))
    switch outcome {
    case .done, .exists:
      self.init("\(name) has \(entry) already", hint: "countersign directory check shows what is there")
    case .overtaken:
      self.init("somebody else has changed \(entry) at the same time", hint: "run this again")
    case .noEntry: self.init("\(name) has no entry above \(entry)", hint: "make that first, with ldapadd")
    case .forbidden:
      self.init(
        "\(name) does not allow \(Complaint.who(login)) to change \(entry)",
        hint: "give somebody who may with --bind-name and --password-file")
    case .readOnly:
      self.init("\(name) has a copy that cannot be changed", hint: "name a provider")
    case .noSchema:
      self.init("\(name) does not know the schema", hint: "countersign directory init loads it, or says how")
    case .refused(let code, let text):
      self.init("\(name) does not change \(entry): \(text) (\(code))", hint: "its log may say more")
    }
  }
}
