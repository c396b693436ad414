import Countersign
import Words

extension Complaint {
  /// A rotation of the host key that did not go on, in the words of the command.
  init(_ failure: KeyRotationFailure, at location: StoreLocation) {
    switch failure {
    case .alreadyRunning:
      self.init(
        "another countersign rotate-key is at work", hint: "let it end; if it was stopped, let it go on or kill it")
    case .keysChanged:
      self.init(
        "\(StorePaths(location, nil)[.sealKey]) was changed by something else",
        hint: "put back what it held, and run countersign rotate-key again")
    case .store(let failure): self.init(failure, user: nil, at: location)
    case .record(let user, let failure): self.init(failure, user: user, at: location)
    case .token(let serial, let failure): self.init(failure, token: serial, at: location)
    }
  }

  /// - Parameter unreadable: how many records keep the old host key.
  init(unreadable count: Int) {
    self.init(
      Message(
        "\(count) record cannot be read, so the old host key is kept",
        "\(count) records cannot be read, so the old host key is kept", count: count),
      hint: "put the records back from a copy, or run countersign remove USER --all; then countersign rotate-key again")
  }
}
