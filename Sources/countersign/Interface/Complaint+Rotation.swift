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
    case .breakGlass(let failure): self.init(failure, at: location.choosing(.breakGlass))
    case .record(let user, let failure): self.init(failure, user: user, at: location)
    case .token(let serial, let failure): self.init(failure, token: serial, at: location)
    }
  }

  /// A record that keeps the old host key, and how to take it away.
  init(_ record: UnreadableRecord, at location: StoreLocation) {
    let place = location.choosing(record.store)
    let complaint = Complaint(record.failure, user: record.user, token: record.serial, at: place, isKept: record.isKept)
    let name = record.user.map { DisplayText.of($0) } ?? ""
    if record.isKept {
      self.init(
        Message(verbatim: complaint.error),
        hint: "countersign migrate ends the move of \(name), or says what to do about this record")
    } else if record.user != nil, record.store == .breakGlass {
      self.init(
        Message(verbatim: complaint.error), hint: "countersign remove \(name) --all --store break-glass takes it away")
    } else {
      self = complaint
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
