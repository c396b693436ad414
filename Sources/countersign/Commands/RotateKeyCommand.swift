import ArgumentParser
import Countersign
import Words

/// Puts a new host key in place of the old one.
struct RotateKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-key", abstract: said("Make a new host key and seal every secret anew under it."),
    discussion: said("""
      Nobody notices: devices, recovery codes and counters stay as they are, and logins go on meanwhile. A rotation \
      that was interrupted is carried on by the next one. Where a record cannot be read, all others are sealed anew, \
      and the old key is kept until there is none.

      A copy of a record opens only with the key of its time: make new copies of seal.key and of the store afterwards.
      """))

  @OptionGroup var consent: ConsentOptions

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let location = workplace.store.location
    let rotation = try rotating(location) { () throws(KeyRotationFailure) in try KeyRotation(location) }
    if !rotation.isUnderWay { try confirm() }
    let outcome = try rotating(location) { () throws(KeyRotationFailure) in try rotation.run() }
    workplace.changes.record(.rotateKey, of: nil, details: RotationFacts(outcome).details)
    try tell(outcome, location)
  }

  private func rotating<Value: ~Copyable>(
    _ location: StoreLocation, _ body: () throws(KeyRotationFailure) -> Value
  ) throws(Complaint) -> Value {
    do { return try body() } catch { throw Complaint(error, at: location) }
  }

  private func confirm() throws(Complaint) {
    try consent.require(
      "Copies of records that were made until now will need a copy of the old host key",
      otherwise: "copies of records that were made until now would need a copy of the old host key",
      consequence: "the host key is as it was")
  }

  private func tell(_ outcome: KeyRotationOutcome, _ location: StoreLocation) throws(Complaint) {
    let facts = RotationFacts(outcome)
    if case .oldKeyKept(_, let unreadable) = outcome {
      for record in unreadable {
        let complaint = Complaint(record, at: location)
        Terminal.warn(Message(verbatim: complaint.error))
        if record.isKept || record.store == .breakGlass { Terminal.advise(Message(verbatim: complaint.hint)) }
      }
    }
    if json { try Terminal.current.say(verbatim: JSONText.of(facts)) } else {
      try Terminal.current.say(verbatim: facts.text)
    }
    guard facts.finished else { throw Complaint(unreadable: facts.unreadable.count) }
  }
}
