import Countersign
import SecurityKeys
import Words

/// Has a security key at this machine sign for a login, and verifies what it signed. The program that talks to the key
/// is trusted with nothing: what it says proves itself, or counts for nothing.
struct KeyCheck {
  let order: CompanionOrder
  let devices: [UInt32]
  let wait: KeyWait

  /// - Returns: the last packet.
  func conduct(with person: borrowing Person) throws(Silence) -> [UInt8] {
    let keys: [EnrolledKey]
    do throws(StoreFailure) { keys = try KeyRing(order, devices: devices).keys } catch {
      return fail(FailureExplanation(error).reason)
    }
    let statement: LoginStatement
    do throws(SystemFailure) {
      statement = try LoginStatement.now(
        user: order.user.bytes, service: order.service, terminal: order.terminal ?? [])
    } catch {
      return fail(error.call.name)
    }
    let request = KeyOrder(
      .sign(keys.map { $0.candidate }), clientData: statement.clientData, seconds: wait.seconds)
    let program = KeyProgram(
      StoreLocation(root: order.root), watchesInput: true, canBeGivenUp: wait.canBeGivenUp)
    return try ending(try program.carryOut(request, with: person), keys, statement, person)
  }

  private func ending(
    _ outcome: KeyOutcome, _ keys: [EnrolledKey], _ statement: LoginStatement, _ person: borrowing Person
  ) throws(Silence) -> [UInt8] {
    switch outcome {
    case .signed(let candidate, let assertion):
      guard keys.indices.contains(candidate) else { return fail(.programFailed) }
      do throws(AssertionFlaw) {
        return try keys[candidate].check(assertion, over: statement.clientData).ending
      } catch {
        CompanionLog(order).provedNothing(error)
        try person.tellOfKey("Your security key did not prove that it is yours.")
        return [KeyEnding.notProven.rawValue]
      }
    case .failed(let failure, let triesLeft):
      try person.explain(failure, triesLeft: triesLeft)
      return [KeyEnding(failure).rawValue]
    case .noKey: return [KeyEnding.noKey.rawValue]
    case .programFailed, .made: return fail(.programFailed)
    case .left: throw Silence()
    }
  }

  private func fail(_ ending: KeyEnding) -> [UInt8] {
    CompanionLog(order).keyNotAsked(ending.reason)
    return [ending.rawValue]
  }

  private func fail(_ reason: StaticString) -> [UInt8] {
    CompanionLog(order).keyNotAsked(reason)
    return [KeyEnding.failed.rawValue]
  }
}

extension KeyEnding {
  /// How a login by a key ends that did not sign.
  init(_ failure: KeyFailure) {
    self =
      switch failure {
      case .noTouch: .noTouch
      case .wrongPIN: .wrongPIN
      case .pinBlocked, .pinPaused: .pinBlocked
      case .noPIN, .unknownFinger: .notProven
      case .noCredential, .gone: .noKey
      case .excluded, .unsupported, .full, .failed: .failed
      }
  }
}
