import Countersign

/// Conducts a login in place of the module: the same session, with the directory within reach.
struct HandedConduct {
  let order: CompanionOrder
  let login: HandedLogin

  /// - Returns: what the module is told in the end.
  func conduct(with person: SharedPerson) -> [UInt8] {
    let location = StoreLocation(root: order.root)
    let session = Session(
      location: location, policy: .file(admitsUnenrolled: login.admitsUnenrolled), options: login.options)
    var conversation = HandedConversation(person)
    let audit = HandedAudit(person: person, location: location, showsSteps: login.options.showsSteps)
    return HandedEnding.bytes(session.authenticate(order.request, with: &conversation, audit: audit))
  }
}
