import Countersign
import Words

extension Complaint {
  /// A store failure in the words of the command: the path it is about, and the repair.
  ///
  /// - Parameter isKept: whether it is about the record that a migration keeps until the move is over.
  init(
    _ failure: StoreFailure, user: UserName?, token: TokenSerial? = nil, at location: StoreLocation,
    isKept: Bool = false
  ) {
    let paths = StorePaths(location, user, token, isKept: isKept)
    let name = user.map { DisplayText.of($0) } ?? "USER"
    switch failure {
    case .unfit(let place, let unfitness):
      self.init(unfitness.sentence(paths[place]), hint: paths.repair(place, unfitness, name))
    case .system(let place, let failure):
      self.init(failure, doing: Message(verbatim: paths[place]))
    case .malformedPolicy(let flaw):
      self.init(
        "\(paths[.policy]), line \(flaw.line), column \(flaw.column): \(flaw.reason.name)",
        hint: "countersign policy check tells more; until it is corrected every login is refused")
    case .localTime(let failure):
      self.init(
        "the time on the wall is not known: /etc/localtime: \(failure.name)",
        hint: "repair it, or take Time and EnrollBy out of \(paths[.policy])")
    case .malformedKey:
      self.init("\(paths[.sealKey]) is damaged", hint: "restore it from a backup")
    case .malformedSiteKey:
      self.init("\(paths[.siteKey]) is damaged", hint: "copy it from another host of the site")
    case .directory(let fault): self.init(fault.sentence, hint: "countersign directory check tells more")
    case .overtaken:
      self.init(
        "other hosts have changed \(name) faster, again and again",
        hint: "try again; if that helps nothing, find out what tries so many codes")
    case .moving:
      self.init(
        "\(name) is being moved into the directory or out of it",
        hint: "countersign migrate goes on where it was interrupted")
    case .malformedRecord(.notAuthentic) where !isKept && Complaint.isInDirectory(user, location):
      self.init(
        "the record of \(name) in the directory does not open under \(paths[.siteKey])",
        hint: """
          look whether that file is the same on all hosts; only if it is: countersign remove \(name) --all and \
          countersign enroll \(name)
          """)
    case .malformedRecord(let flaw):
      self.init(flaw.sentence(paths[.record]), hint: flaw.repair(name, paths))
    case .malformedToken(let flaw):
      self.init(flaw.sentence(paths[.token]), hint: StorePaths.importAnew)
    case .otherAccount(let uid):
      self.init(
        "\(name) was enrolled as another account: the uid is \(uid) now",
        hint: "countersign remove \(name) --all forgets the old account")
    case .damagedState, .incompleteState:
      self.init("\(paths[.state]) is damaged", hint: StorePaths.enrollAnew(name))
    case .fullState:
      self.init("\(paths[.state]) is full", hint: "countersign remove \(name) DEVICE makes room")
    case .locked(let seconds):
      self.init(
        "another process has kept the store locked for \(seconds) s",
        hint: "try again; fuser \(paths[.stateDirectory]) \(paths[.state]) finds the process")
    case .seal(let failure): self.init(failure, name, paths)
    }
  }

  /// Whether it is the directory that has the record of a user: who has a file is looked after here.
  private static func isInDirectory(_ user: UserName?, _ location: StoreLocation) -> Bool {
    guard let user, location.choice == .directory || (try? Policy.ofHost(location))?.usesDirectory == true else {
      return false
    }
    let file = "\(StorePaths(location, nil)[.usersDirectory])/\(DisplayText.of(user.fileName))"
    return location.choice == .directory || (try? HostFile.status(of: file)).flatMap { $0 } == nil
  }

  private init(_ failure: SealFailure, _ name: String, _ paths: StorePaths) {
    switch failure {
    case .otherKey:
      self.init(
        "the secrets of \(name) were sealed under another host key",
        hint: "restore \(paths[.sealKey]) from a backup, or: \(StorePaths.enrollAnew(name))")
    case .notAuthentic, .badLength:
      self.init(
        "a secret in \(paths[.record]) is not what was stored there", hint: StorePaths.enrollAnew(name))
    case .system(let failure): self.init(failure, doing: "cannot open a secret")
    }
  }
}

extension DirectoryFault {
  /// Why the directory gave no answer that counts.
  fileprivate var sentence: Message {
    switch self {
    case .unreachable: "no server of the directory has answered in time"
    case .untrusted: "no server of the directory has proved to be the one that is meant"
    case .bindRefused: "the directory does not take this host for one of its hosts"
    case .notDeciding: "no server that was reached decides about codes"
    case .noBase: "the directory has no entry for Countersign where DirectoryBase says"
    case .malformed: "the directory has answered what makes no sense"
    case .forbidden: "the directory does not allow this to whom this host has bound as"
    case .failed: "the directory says that it cannot do this"
    case .badOrder: "what the policy says of the directory makes no sense"
    }
  }
}

extension Unfitness {
  /// What is wrong with what is at a path.
  fileprivate func sentence(_ path: String) -> Message {
    switch self {
    case .missing: "\(path) is missing"
    case .replaced: "\(path) is being replaced all the time"
    case .wrongOwner(let owner): "\(path) belongs to uid \(owner) instead of root"
    case .tooOpen(let mode): "\(path) has mode 0\(String(mode, radix: 8)), which lets others in"
    case .notDirectory: "\(path) is not a directory"
    case .notRegularFile: "\(path) is not a regular file"
    case .symbolicLink: "\(path) is a symbolic link"
    case .hardLinked(let links): "\(path) has \(links) hard links"
    case .empty: "\(path) is empty"
    case .wrongSize(let size): "\(path) is \(size) bytes long, which it never is"
    }
  }
}

extension RecordFlaw {
  /// What is wrong with what is at a path.
  fileprivate func sentence(_ path: String) -> Message {
    switch self {
    case .unknownFormat: "\(path) is not a record that this version knows"
    case .notAuthentic: "\(path) was changed by something else, or belongs to another host"
    case .badLine(let line): "\(path) has a malformed line \(line)"
    case .otherUser: "\(path) is the record of another user"
    }
  }

  /// A record does not tell whether it was changed or the host key was, and advice to remove the user would be bad
  /// where it was the key.
  fileprivate func repair(_ name: String, _ paths: StorePaths) -> Message {
    guard self == .notAuthentic else { return StorePaths.enrollAnew(name) }
    return """
      if it is so for all users, restore \(paths[.sealKey]) from a backup; else this file, or run \
      countersign remove \(name) --all and countersign enroll \(name)
      """
  }
}
