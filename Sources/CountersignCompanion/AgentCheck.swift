import Countersign
import SecurityKeys
import Words

/// Has a security key in the SSH agent of whoever calls sign for a login. Which keys count is a matter of the record;
/// the agent and its socket are a matter of the user, and are trusted with nothing.
struct AgentCheck {
  /// For what takes nobody's touch.
  private static let patience: UInt32 = 5

  let order: CompanionOrder
  let devices: [UInt32]
  let wait: KeyWait
  /// Where the caller says that the agent is.
  let socket: [UInt8]
  /// The caller's uid.
  let caller: UInt32

  /// - Returns: the last packet.
  func conduct(with person: borrowing Person) throws(Silence) -> [UInt8] {
    let keys: [EnrolledKey]
    let statement: LoginStatement
    do throws(StoreFailure) { keys = try KeyRing(order, devices: devices).keys } catch {
      return fail(FailureExplanation(error).reason)
    }
    do throws(SystemFailure) {
      statement = try LoginStatement.now(
        user: order.user.bytes, service: order.service, terminal: order.terminal ?? [])
    } catch {
      return fail(error.call.name)
    }
    do throws(AgentTrouble) {
      let agent = try AgentTalk(socket, as: caller)
      let held = try AgentCheck.present(keys, in: agent)
      guard !held.isEmpty else { return [KeyEnding.noKey.rawValue] }
      if let silence = cue(person) { throw silence }
      return try sign(held, statement, agent)
    } catch {
      return try end(error, person)
    }
  }

  /// Those of the user's keys that the agent has.
  private static func present(
    _ keys: [EnrolledKey], in agent: borrowing AgentTalk
  ) throws(AgentTrouble) -> [(enrolled: EnrolledKey, key: SSHKey)] {
    let answer: AgentMessage
    do throws(AgentTrouble) { answer = try agent.ask(AgentMessage.keysRequest, seconds: patience) } catch {
      throw error == .timeIsOver ? .silent : error
    }
    guard case .keys(let blobs) = answer else { throw .malformed }
    return keys.compactMap { enrolled in
      enrolled.sshKey.flatMap { blobs.contains($0.blob) ? (enrolled, $0) : nil }
    }
  }

  private func cue(_ person: borrowing Person) -> AgentTrouble? {
    do throws(Silence) {
      try person.touch(canBeGivenUp: wait.canBeGivenUp)
      return nil
    } catch {
      return .left
    }
  }

  /// The first of the keys that signs: an agent also lists keys that are not plugged in.
  private func sign(
    _ held: [(enrolled: EnrolledKey, key: SSHKey)], _ statement: LoginStatement, _ agent: borrowing AgentTalk
  ) throws(AgentTrouble) -> [UInt8] {
    for (enrolled, key) in held {
      let answer = try agent.ask(AgentMessage.signatureRequest(key, statement), seconds: wait.seconds)
      switch answer {
      case .refusal: continue
      case .keys: throw .malformed
      case .signature(let signature):
        do throws(AssertionFlaw) {
          let (flags, counter) = try signature.check(
            key, demands: enrolled.demands.union(.touched), over: statement)
          return KeyEvidence(device: enrolled.device, enrolled.mark, counter: counter, flags: flags.rawValue).ending
        } catch {
          throw .unproven(error)
        }
      }
    }
    return [KeyEnding.noTouch.rawValue]
  }

  private func end(_ trouble: AgentTrouble, _ person: borrowing Person) throws(Silence) -> [UInt8] {
    switch trouble {
    case .left: throw Silence()
    case .timeIsOver: return [KeyEnding.noTouch.rawValue]
    case .unproven(let flaw):
      CompanionLog(order).provedNothing(flaw)
      try person.tellOfKey("Your security key did not prove that it is yours.")
      return [KeyEnding.notProven.rawValue]
    case .notReached, .foreign:
      CompanionLog(order).keyNotAsked(trouble.reason)
      return [KeyEnding.noKey.rawValue]
    case .malformed, .silent: return fail(trouble.reason)
    }
  }

  private func fail(_ reason: StaticString) -> [UInt8] {
    CompanionLog(order).keyNotAsked(reason)
    return [KeyEnding.failed.rawValue]
  }
}
