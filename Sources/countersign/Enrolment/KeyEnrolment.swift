import CSignature
import Countersign
import SecurityKeys
import Words

/// Has a security key make a credential, and has it prove that the credential works.
struct KeyEnrolment {
  /// What is stored.
  struct Made {
    let credential: SecurityKeyCredential
    let beginning: DeviceBeginning
  }

  /// For a touch, in seconds; also for plugging a key in.
  private static let patience: UInt32 = 60
  private static let pause: Int64 = 500_000_000

  let user: UserName
  let algorithm: SecurityKeyAlgorithm
  let options: SecurityKeyOptions
  let location: StoreLocation
  /// What the policy says of models.
  let settings: PolicySettings

  private var program: KeyProgram { KeyProgram(location, watchesInput: false, canBeGivenUp: false) }

  /// The credentials that the user has for the same relying party: none of their keys gets a second one.
  func exclusions(_ workplace: borrowing Workplace) throws(Complaint) -> [[UInt8]] {
    guard let record = try workplace.storedRecord(of: user) else { return [] }
    var found: [[UInt8]] = []
    for device in record.devices {
      guard case .fido2(let parameters) = device.kind, parameters.relyingParty == options.party else { continue }
      let secret: SecretBytes
      do throws(StoreFailure) { secret = try workplace.store.secret(of: device, of: user) } catch {
        throw Complaint(error, user: user, at: location)
      }
      if let key = EnrolledKey(device, secret: secret.bytes), !key.identifier.isEmpty { found.append(key.identifier) }
    }
    return found
  }

  func carryOut(exclusions: [[UInt8]], _ dialogue: borrowing Dialogue) throws(Complaint) -> Made {
    let statement = try statement()
    let order = KeyOrder(
      .make(
        algorithm, relyingParty: options.party, user: user.bytes, demands: options.demands, exclusions: exclusions),
      clientData: statement.clientData, seconds: KeyEnrolment.patience)
    guard case .made(let data, let attestation) = try plugged(order, dialogue) else {
      throw KeyComplaint.of(.programFailed, at: location)
    }
    let (parameters, credential) = try credential(data, attestation)
    Terminal.remark("The key has made a credential; now it proves that it works.")
    return try prove(parameters, credential, dialogue)
  }

  private func statement() throws(Complaint) -> LoginStatement {
    let user = user
    return try Complaint.attempting("cannot make a challenge") { () throws(SystemFailure) in
      try LoginStatement.now(user: user.bytes, service: Array("countersign".utf8), terminal: [])
    }
  }

  /// Has an order carried out, waiting for a key to be plugged in.
  private func plugged(_ order: KeyOrder, _ dialogue: borrowing Dialogue) throws(Complaint) -> KeyOutcome {
    let start = try now()
    var isTold = false
    while true {
      let outcome = try program.carryOut(order, with: dialogue)
      switch outcome {
      case .made, .signed: return outcome
      case .noKey where try now() - start < Int64(KeyEnrolment.patience) * 1_000_000_000:
        if !isTold { Terminal.remark("Plug the security key in.") }
        isTold = true
        Clock.pause(nanoseconds: KeyEnrolment.pause)
        try dialogue.endIfAsked()
      default: throw KeyComplaint.of(outcome, at: location)
      }
    }
  }

  private func now() throws(Complaint) -> Int64 {
    try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in try Clock.monotonicNanoseconds() }
  }

  /// What the key has made, if it is what was asked for.
  private func credential(
    _ data: [UInt8], _ attestation: KeyAttestation
  ) throws(Complaint) -> (SecurityKeyParameters, SecurityKeyCredential) {
    let demands = options.demands
    guard attestation != .wrong else {
      throw Complaint(
        "the key's attestation does not fit what it made",
        hint: "it is broken, or somebody changes what it says; nothing was stored")
    }
    guard let read = AuthenticatorData(data), let made = read.credential,
      read.relyingPartyHash == Digest.sha256(options.party), read.flags.contains(.touched),
      !demands.contains(.verification) || read.flags.contains(.verified),
      made.key == PublicKey(algorithm, made.key.bytes)
    else {
      throw Complaint("the key did not make what it was asked for", hint: "nothing was stored; try another key")
    }
    // Without a maker's certificate anybody could claim to be any model.
    let isKnown = attestation == .certificate && made.model.contains { $0 != 0 }
    guard
      let parameters = SecurityKeyParameters(
        algorithm: algorithm, relyingParty: options.party, demands: demands, model: isKnown ? made.model : nil),
      let credential = SecurityKeyCredential(id: made.identifier, publicKey: made.key.bytes)
    else {
      throw Complaint("the credential cannot be stored", hint: "nothing was stored; try another key")
    }
    guard settings.counts(parameters) else { throw KeyComplaint.model(parameters.model) }
    return (parameters, credential)
  }

  private func prove(
    _ parameters: SecurityKeyParameters, _ credential: SecurityKeyCredential, _ dialogue: borrowing Dialogue
  ) throws(Complaint) -> Made {
    guard let key = EnrolledKey(device: 0, parameters, credential) else {
      throw KeyComplaint.of(.programFailed, at: location)
    }
    let statement = try statement()
    let order = KeyOrder(.sign([key.candidate]), clientData: statement.clientData, seconds: KeyEnrolment.patience)
    guard case .signed(_, let assertion) = try plugged(order, dialogue) else {
      throw KeyComplaint.of(.programFailed, at: location)
    }
    do throws(AssertionFlaw) {
      let evidence = try key.check(assertion, over: statement.clientData)
      let beginning = DeviceBeginning(
        kind: .fido2(parameters), nextMovingFactor: UInt64(evidence.counter) + 1, drift: 0)
      return Made(credential: credential, beginning: beginning)
    } catch {
      throw Complaint(
        "the key's signature does not prove what was asked for (\(error.reason.description))",
        hint: "nothing was stored; try another key")
    }
  }
}
