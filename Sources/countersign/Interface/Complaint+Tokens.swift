import Countersign
import Words

extension Complaint {
  /// A change about a hardware token that was not made, in the words of the command.
  init(_ failure: AdministrationFailure, token serial: TokenSerial, user: UserName? = nil, at location: StoreLocation) {
    let name = DisplayText.of(serial.bytes)
    switch failure {
    case .store(let failure): self.init(failure, user: user, token: serial, at: location)
    case .noSuchToken:
      self.init("there is no token \(name)", hint: "countersign tokens list shows those there are")
    case .tokenInUse(let owner):
      self.init(
        "\(DisplayText.of(owner)) has the token \(name)", hint: "countersign tokens return \(name) takes it back")
    case .serialTaken:
      self.init(
        "there is another token \(name), with another key",
        hint: "countersign tokens remove \(name) makes room, if that one is wrong")
    case .counterUnknown:
      self.init(
        "how far the counter of \(name) went is not certain", hint: "leave out --no-confirm: a code will tell")
    case .notEnrolled, .noSuchDevice, .nameTaken, .lastDevice, .tooManyDevices, .noBypass, .noTemporaryCode, .noTime,
      .numbersUsedUp, .alreadyEnrolled, .noTicket, .recoveryCodesThere:
      if let user {
        self.init(failure, user: user, at: location)
      } else {
        self.init("the token \(name) could not be changed", hint: "countersign tokens show \(name) tells how it stands")
      }
    }
  }
}
