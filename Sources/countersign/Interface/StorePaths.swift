import Countersign
import Words

/// The places of the store as paths, and how to repair each of them.
struct StorePaths {
  private let location: StoreLocation
  private let user: UserName?
  private let token: TokenSerial?
  private let isKept: Bool

  /// - Parameter isKept: whether the user's record is the one that a migration keeps until the move is over.
  init(_ location: StoreLocation, _ user: UserName?, _ token: TokenSerial? = nil, isKept: Bool = false) {
    self.location = location
    self.user = user
    self.token = token
    self.isKept = isKept
  }

  subscript(place: StorePlace) -> String {
    let configuration = DisplayText.of(location.configurationDirectory.bytes)
    let base = DisplayText.of(location.baseDirectory.bytes)
    let audit = DisplayText.of(location.auditDirectory.bytes)
    let file = user.map { DisplayText.of($0.fileName) } ?? "USER"
    if location.choice == .directory, place == .record || place == .state {
      return said("the directory's entry of \(user.map { DisplayText.of($0) } ?? "USER")")
    }
    return switch place {
    case .root: DisplayText.of(location.root)
    case .configurationDirectory: configuration
    case .policy: "\(configuration)/countersign.conf"
    case .sealKey: "\(configuration)/seal.key"
    case .siteKey: "\(configuration)/site.key"
    case .baseDirectory: base
    case .usersDirectory: "\(base)/users"
    case .stateDirectory: "\(base)/state"
    case .record: "\(base)/\(isKept ? "moving" : "users")/\(file)"
    case .state: "\(base)/state/\(file)"
    case .auditDirectory: audit
    case .auditFile: "\(audit)/audit.jsonl"
    case .tokensDirectory: "\(base)/tokens"
    case .movingDirectory: "\(base)/moving"
    case .deliverySettings: "\(configuration)/deliver"
    case .token: "\(base)/tokens/\(token.map { DisplayText.of($0.fileName) } ?? "SERIAL")"
    case .companion: "libexec/countersign/companion"
    case .directoryProgram: "libexec/countersign/directory"
    }
  }

  func repair(_ place: StorePlace, _ unfitness: Unfitness, _ name: String) -> Message {
    switch (place, unfitness) {
    case (_, .replaced): "try again; if that helps nothing, find out what replaces it"
    case (.root, .missing), (.root, .notDirectory), (.root, .symbolicLink):
      "--root takes the directory that has etc/countersign and var/lib/countersign in it"
    case (.root, _): "chown root: \(self[place]) && chmod go-w \(self[place])"
    case (.policy, .wrongOwner), (.policy, .tooOpen):
      "if nobody else has touched it: chown root: \(self[place]) && chmod 0644 \(self[place])"
    case (.policy, _): "write it anew; without the file, who is enrolled is asked, and nobody else"
    case (_, .wrongOwner), (_, .tooOpen):
      "if nobody else has touched it: chown root: \(self[place]) && chmod go= \(self[place])"
    case (.record, _), (.state, _): StorePaths.enrollAnew(name)
    case (.token, _): StorePaths.importAnew
    case (.companion, _), (.directoryProgram, _): "install.sh puts it there"
    case (.siteKey, .missing): "copy it from another host; on the first one countersign directory init makes it"
    case (.siteKey, _): "copy it from another host of the site"
    case (.sealKey, .missing): StorePaths.lostKey
    case (.sealKey, _): "restore it from a backup"
    case (.deliverySettings, _): "each NAME.conf in it has to be a file of root's own, mode 0600"
    case (.auditFile, _): "put it right, or move it away; the next login makes a new one"
    case (.configurationDirectory, .missing), (.baseDirectory, .missing), (.usersDirectory, .missing):
      StorePaths.lostDirectory
    case (.auditDirectory, _), (.configurationDirectory, _), (.baseDirectory, _), (.usersDirectory, _),
      (.stateDirectory, _), (.tokensDirectory, _), (.movingDirectory, _):
      "install.sh makes and repairs the store"
    }
  }

  static let lostDirectory: Message =
    "mount or restore it; install.sh makes an empty store, in which nobody is enrolled"

  static let lostKey: Message = "restore it from a backup; where nobody is enrolled yet, install.sh makes it"

  static let importAnew: Message = "restore it from a backup, or move it away and import the token again"

  static func enrollAnew(_ name: String) -> Message {
    "restore it from a backup, or run countersign remove \(name) --all and countersign enroll \(name)"
  }
}
