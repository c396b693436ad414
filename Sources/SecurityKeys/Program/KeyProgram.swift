import Countersign

/// The program that talks to security keys, started for one order. Nothing that it says is believed further than it
/// proves itself: it ends with this value, whatever it does.
public struct KeyProgram {
  /// A key takes moments where nobody has to do anything; in milliseconds.
  private static let patience: Int32 = 10_000
  /// For its answer, when its own time for a touch is over.
  private static let allowance: Int32 = 4_000
  /// How often it is looked whether anybody still waits; in milliseconds.
  private static let slice: Int32 = 250
  /// More reports than any order has.
  private static let mostReports = 12

  private let location: StoreLocation
  private let watchesInput: Bool
  private let canBeGivenUp: Bool

  /// - Parameters:
  ///   - watchesInput: whether standard input is the socket of someone who may leave.
  ///   - canBeGivenUp: whether Enter ends the wait for a touch; only told.
  public init(_ location: StoreLocation, watchesInput: Bool, canBeGivenUp: Bool) {
    self.location = location
    self.watchesInput = watchesInput
    self.canBeGivenUp = canBeGivenUp
  }

  /// Has an order carried out.
  public func carryOut<Listener: KeyListener & ~Copyable>(
    _ order: KeyOrder, with listener: borrowing Listener
  ) throws(Listener.Trouble) -> KeyOutcome {
    guard let program = start(order) else { return .programFailed }
    var milliseconds = KeyProgram.patience
    for _ in 0..<KeyProgram.mostReports {
      let report: KeyReport
      switch try next(program, milliseconds, listener) {
      case .failure(let outcome): return outcome.outcome
      case .success(let next): report = next
      }
      milliseconds = KeyProgram.patience
      switch report {
      case .touch, .choose:
        if report == .touch {
          try listener.touch(canBeGivenUp: canBeGivenUp)
        } else {
          try listener.choose(canBeGivenUp: canBeGivenUp)
        }
        milliseconds = Int32(clamping: UInt64(order.seconds) * 1_000 + UInt64(KeyProgram.allowance))
      case .pin(let triesLeft):
        guard answer(program, try listener.pin(triesLeft: triesLeft)) else { return .programFailed }
      case .signed(let candidate, let assertion): return .signed(candidate: candidate, assertion)
      case .made(let data, let attestation): return .made(data: data, attestation)
      case .noKey(let isPlugged): return .noKey(isPlugged: isPlugged)
      case .failed(let failure, let triesLeft): return .failed(failure, triesLeft: triesLeft)
      }
    }
    return .programFailed
  }

  /// How waiting for a report failed.
  private struct Ending: Error {
    let outcome: KeyOutcome
  }

  private func start(_ order: KeyOrder) -> PacketProgram? {
    do throws(SystemFailure) {
      let program = try PacketProgram(startingFirstOf: location.securityKeyPlaces)
      try program.send(order.packet.span)
      return program
    } catch {
      return nil
    }
  }

  private func next<Listener: KeyListener & ~Copyable>(
    _ program: borrowing PacketProgram, _ milliseconds: Int32, _ listener: borrowing Listener
  ) throws(Listener.Trouble) -> Result<KeyReport, Ending> {
    var left = milliseconds
    while left > 0 {
      try listener.stay()
      let slice = min(left, KeyProgram.slice)
      if let result = report(program, slice) { return result }
      left -= slice
    }
    return .failure(Ending(outcome: .programFailed))
  }

  /// - Returns: `nil` when there was none in that time.
  private func report(_ program: borrowing PacketProgram, _ milliseconds: Int32) -> Result<KeyReport, Ending>? {
    do throws(SystemFailure) {
      switch try program.receive(
        atMost: KeyReport.longest, milliseconds: milliseconds, watchesInput: watchesInput)
      {
      case .packet(let packet):
        return KeyReport(packet.bytes).map { .success($0) } ?? .failure(Ending(outcome: .programFailed))
      case .ended: return .failure(Ending(outcome: .programFailed))
      case .timeIsOver: return nil
      case .left: return .failure(Ending(outcome: .left))
      }
    } catch {
      return .failure(Ending(outcome: .programFailed))
    }
  }

  /// Hands a PIN over, behind a byte that makes it no empty packet.
  private func answer(_ program: borrowing PacketProgram, _ pin: borrowing SecretBytes) -> Bool {
    do throws(SystemFailure) {
      var packet = try SecretBytes(capacity: pin.count + 1)
      packet.append(UInt8(ascii: "a"))
      packet.append(pin.bytes)
      try program.send(packet.bytes)
      return true
    } catch {
      return false
    }
  }
}
