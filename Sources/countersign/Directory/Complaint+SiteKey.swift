import Countersign
import Words

extension Complaint {
  /// A step of changing the site key that was not taken, in the words of the command.
  init(_ failure: SiteKeyFailure, at location: StoreLocation) {
    let path = StorePaths(location, nil)[.siteKey]
    switch failure {
    case .alreadyRunning:
      self.init(
        "another command is at work on the keys of this host", hint: "let it end; if it was stopped, kill it")
    case .twoKeys:
      self.init(
        "\(path) has two keys already", hint: "countersign directory rotate-key shows how far the last change went")
    case .unknownKey:
      self.init(
        "\(path) has no key of that name", hint: "countersign directory rotate-key shows the names of those it has")
    case .sealing:
      self.init(
        "that is the key under which is sealed", hint: "take the other one away, or seal under that first, with --use")
    case .store(let failure): self.init(failure, user: nil, at: location)
    case .user(let user, let failure): self.init(failure, user: user, at: location.choosing(.directory))
    }
  }
}
