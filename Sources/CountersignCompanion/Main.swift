import Countersign
import Words

/// Started by the module with one order on its standard input; see `Countersign/Companion`.
@main
enum Main {
  static func main() {
    CommandProcess.prepare()
    let person = Person(socket: .ofStandardInput())
    do throws(Silence) {
      guard let order = try person.order() else { return }
      Words.use(Language(locale: "\(order.language.tag)"))
      if case .login(let login) = order.purpose { return conduct(login, order, with: person) }
      person.end(try carryOut(order, person))
    } catch {
      // Nobody is there to be told.
      return
    }
  }

  private static func conduct(_ login: HandedLogin, _ order: CompanionOrder, with person: consuming Person) {
    let person = SharedPerson(person)
    person.end(HandedConduct(order: order, login: login).conduct(with: person))
  }

  /// - Returns: what the module is told in the end.
  private static func carryOut(_ order: CompanionOrder, _ person: borrowing Person) throws(Silence) -> [UInt8] {
    switch order.purpose {
    case .enroll(let ticket, let rule, let isBeforeEnrollBy, let passesWithout):
      let enrolment = LoginEnrolment(
        order: order, ticket: ticket, rule: rule, isBeforeEnrollBy: isBeforeEnrollBy, passesWithout: passesWithout)
      return try enrolment.conduct(with: person)
    case .send(let device):
      return [try CodeDispatch(order: order, device: device).conduct(with: person).rawValue]
    case .notify(let event, let device, let by):
      ChangeReport(order: order, event: event, device: device, by: by).carryOut()
      return [0]
    case .key(let search):
      return try KeyInquiry(order: order, search: search).conduct(with: person)
    // Conducted with a socket of its own, see above.
    case .login: return []
    }
  }
}
