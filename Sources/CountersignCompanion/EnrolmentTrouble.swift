import Countersign
import Words

/// Why an enrolment at login did not come to its end.
enum EnrolmentTrouble: Error {
  /// Nobody is there any more.
  case silence
  case wrongCodes
  case wrongTicket
  case store(StoreFailure)
  case administration(AdministrationFailure)
  case system(SystemFailure)
  /// What cannot be, and would be a mistake of this program.
  case impossible

  /// Tells the person what there is to tell, and the log what went wrong.
  func told(to person: borrowing Person, _ order: CompanionOrder) throws(Silence) -> EnrolmentEnding {
    switch self {
    case .silence: throw Silence()
    case .wrongCodes:
      return try say(
        "None of the codes was right. Nothing was stored; log in again for another try.", .wrongCodes, person)
    case .wrongTicket: return try say("That ticket does not hold. Nothing was stored.", .overtaken, person)
    case .administration(.alreadyEnrolled), .administration(.noSuchDevice), .administration(.notEnrolled),
      .administration(.recoveryCodesThere):
      return try say("A second factor was set up for this account meanwhile. Log in again.", .overtaken, person)
    case .administration(.noTicket):
      return try say("The ticket does not hold any more. Nothing was stored.", .overtaken, person)
    case .store, .administration, .system, .impossible:
      CompanionLog(order).failed(self)
      guard let contact = order.contact else {
        return try say("It could not be stored. Ask your administrator to look at the log.", .failed, person)
      }
      return try say("It could not be stored. Ask: \(String(decoding: contact, as: UTF8.self))", .failed, person)
    }
  }

  private func say(
    _ message: Message, _ ending: EnrolmentEnding, _ person: borrowing Person
  ) throws(Silence) -> EnrolmentEnding {
    do throws(EnrolmentTrouble) { try person.say(message, isError: true) } catch { throw Silence() }
    return ending
  }

  /// As it stands in log lines.
  var reason: StaticString {
    switch self {
    case .store(let failure), .administration(.store(let failure)): FailureExplanation(failure).reason
    case .administration(.tooManyDevices): "too-many-devices"
    case .administration: "record-changed"
    case .system(let failure): failure.call.name
    case .silence, .wrongCodes, .wrongTicket, .impossible: "impossible"
    }
  }
}
