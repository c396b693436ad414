import Countersign

/// What may be told of a login that is remembered. How long it counts is the policy's matter.
struct RememberedFacts: Encodable {
  var address: String?
  var terminal: String?
  let service: String
  let since: String

  init(_ success: RememberedSuccess) {
    switch success.place {
    case .address(let address): self.address = AddressText.of(address)
    case .terminal(let name): terminal = DisplayText.of(name)
    }
    service = DisplayText.of(success.service)
    since = TimeText.always(success.since)
  }
}
