import Countersign
import Words

extension Complaint {
  /// Why a user was not moved, in the words of the command.
  init(_ failure: MigrationFailure, user: UserName, at location: StoreLocation) {
    let name = DisplayText.of(user)
    switch failure {
    case .store(let failure): self.init(failure, user: user, at: location)
    case .notEnrolled: self.init(notEnrolled: name)
    case .inBoth:
      self.init(
        "\(name) has devices here, and others in the directory", hint: """
          countersign remove \(name) --all --store files, or --store ldap, takes those away that are not wanted
          """)
    case .begunElsewhere:
      self.init(
        "another host has begun to move \(name), or had when it was interrupted",
        hint: "run countersign migrate there again")
    case .takenAway:
      let folder = StorePaths(location, user)[.movingDirectory]
      self.init(
        "\(name) was removed from the directory while being moved",
        hint: "if that was wanted, remove \(folder)/\(DisplayText.of(user.fileName)), which is the record of before")
    case .inDoubt:
      self.init(
        "a device of \(name) was not used since another provider took over, and codes of it may have been used before",
        hint: "let \(name) log in once, or remove that device")
    case .notVerified:
      self.init("what was written of \(name) does not read back as it was", hint: "run it again; nobody was let go of")
    }
  }
}
