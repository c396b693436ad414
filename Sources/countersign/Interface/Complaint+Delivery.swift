import Countersign
import Delivery
import Words

extension Complaint {
  /// Why a code could not be sent.
  init(_ failure: DeliveryFailure, to parameters: SentParameters, _ location: StoreLocation) {
    let way = DisplayText.of(parameters.via.bytes)
    let policy = StorePaths(location, nil)[.policy]
    switch failure {
    case .noDeliverer:
      self.init(
        "nothing sends codes by \(way): the policy has no Deliver for it",
        hint: "put 'Deliver \(way) /path/to/command' before the first Match of \(policy)")
    case .settings(let failure): self.init(failure, user: nil, at: location)
    default:
      self.init(
        "the code could not be sent by \(way): \(Complaint.sentence(failure))",
        hint: "countersign policy check looks at the command; its own log may say more")
    }
  }

  private static func sentence(_ failure: DeliveryFailure) -> String {
    switch failure {
    case .noDeliverer, .settings: said("it is not set up")
    case .unfit(let flaw): flaw.sentence
    case .sandbox(.noAccount): said("there is no account _countersign or nobody to run the command as")
    case .sandbox(.privilegesKept(let errno)), .sandbox(.notStarted(let errno)), .sandbox(.notRun(let errno)):
      said("the command could not be started, error \(errno.rawValue)")
    case .failed(let status, let complaint):
      complaint.isEmpty
        ? said("the command ended with \(status)") : said("the command said: \(DisplayText.of(complaint))")
    case .killed(let signal): said("the command ended by signal \(signal)")
    case .timeIsOver: said("the command took longer than 10 s")
    }
  }

  /// Why no code was made.
  init(_ refusal: SendingRefusal, _ device: Device, of user: UserName, at location: StoreLocation) {
    let (name, owner) = (DisplayText.of(device.name), DisplayText.of(user))
    switch refusal {
    case .store(let failure): self.init(failure, user: user, at: location)
    case .notEnrolled: self.init(notEnrolled: owner)
    case .noSuchDevice:
      self.init("\(owner) has no device \(name) any more", hint: "countersign status \(owner) shows what there is")
    case .otherKind:
      self.init(
        "\(name) makes its codes itself; nothing was sent", hint: "codes are sent to devices of the kind 'sent'")
    case .disabledByAdministrator:
      self.init(
        "\(name) was disabled by an administrator; nothing was sent",
        hint: "countersign enable-device \(owner) \(name) enables it again")
    case .expired:
      self.init(
        "\(name) has expired; nothing was sent", hint: "countersign expire \(owner) \(name) gives it another end")
    case .tooSoon(let until):
      self.init(
        "codes of \(name) were not used; the next one is not sent before \(TimeText.second(until))",
        hint: "wait until then, or: countersign unlock \(owner) \(name)")
    case .resting(let until):
      self.init(
        "after wrong codes, \(name) is not looked at before \(TimeText.second(until)); nothing was sent",
        hint: "wait until then, or: countersign unlock \(owner) \(name)")
    case .disabled:
      self.init(
        "\(name) is disabled after too many wrong codes; nothing was sent",
        hint: "countersign unlock \(owner) \(name) enables it again")
    }
  }
}

extension ProgramFlaw {
  /// What is wrong, to be read behind a colon.
  var sentence: String {
    switch self {
    case .missing: said("the command is missing")
    case .notRegularFile: said("the command is no file")
    case .notExecutable: said("the command is not executable")
    case .foreign(let owner): said("it or a directory above it belongs to uid \(owner) instead of root")
    case .open(let mode):
      said("it or a directory above it has mode 0\(String(mode, radix: 8)), which lets others change it")
    case .unreadable(let errno): said("the command cannot be looked at, error \(errno.rawValue)")
    }
  }
}
