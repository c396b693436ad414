import Countersign
import CQRSymbol
import Words

extension Complaint {
  /// Makes calls of the system, with their failure in the words of the command.
  ///
  /// - Parameter failing: what is said if they fail: `cannot read the clock`.
  static func attempting<Value: ~Copyable>(
    _ failing: Message, _ body: () throws(SystemFailure) -> Value
  ) throws(Complaint) -> Value {
    do { return try body() } catch { throw Complaint(error, doing: failing) }
  }

  /// Shows what a change has made, which holds whether it can be shown or not.
  ///
  /// - Parameters:
  ///   - standing: what is said if it cannot be shown: what holds now.
  ///   - hint: what can be done about that.
  static func showing(
    _ standing: Message, hint: Message, _ body: () throws(Complaint) -> Void
  ) throws(Complaint) {
    do { try body() } catch { throw Complaint(standing, hint: hint) }
  }

  init(_ failure: SystemFailure, doing failing: Message) {
    self.init(
      "\(failing): \(failure.call.name): \(Complaint.meaning(failure))",
      hint: failure.errno == .noEntry
        ? "look at the path; nothing of that name is there" : Message(fixed: failure.remedy))
  }

  /// Standard output took nothing, or no more.
  init(unwritten failure: SystemFailure) {
    let failing: Message = "cannot write to standard output"
    if failure.errno == .brokenPipe {
      self.init(
        "\(failing): \(failure.call.name): \(Complaint.meaning(failure))",
        hint: "the program that reads it has ended; whatever was changed stays so")
      isUnread = true
    } else {
      self.init(failure, doing: failing)
    }
  }

  /// What the error number means; in English as the C library has it.
  static func meaning(_ failure: SystemFailure) -> String {
    switch failure.errno {
    case .notPermitted: return said("operation not permitted")
    case .noEntry: return said("no such file or directory")
    case .inputOutput: return said("input/output error")
    case .noMemory: return said("cannot allocate memory")
    case .accessDenied: return said("permission denied")
    case .exists: return said("file exists")
    case .notDirectory: return said("not a directory")
    case .isDirectory: return said("is a directory")
    case .invalid: return said("invalid argument")
    case .tooManyFiles: return said("too many open files")
    case .fileTooLarge: return said("file too large")
    case .noSpace: return said("no space left on device")
    case .readOnlyFileSystem: return said("read-only file system")
    case .tooManyLinks: return said("too many levels of symbolic links")
    case .quotaExceeded: return said("disk quota exceeded")
    case .brokenPipe: return said("broken pipe")
    default: break
    }
    let text = failure.errno.meaning
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  init(_ failure: QRFailure) {
    switch failure {
    case .empty, .tooLong:
      self.init("the URI does not fit into a QR code", hint: "give a shorter --issuer, or --qr none")
    case .noMemory, .compression:
      self.init("there is no memory for a QR code", hint: "--qr none shows the key alone")
    }
  }

  init(_ failure: AdministrationFailure, user: UserName, at location: StoreLocation) {
    let name = DisplayText.of(user)
    switch failure {
    case .store(let failure): self.init(failure, user: user, at: location)
    case .notEnrolled: self.init(notEnrolled: name)
    case .noSuchDevice:
      self.init("\(name) has no such device", hint: "countersign status \(name) shows the devices there are")
    case .nameTaken:
      self.init(
        "\(name) has another device of that name", hint: "countersign status \(name) shows the names in use")
    case .lastDevice:
      self.init(
        "it is the last device of \(name), who would log in without a second factor",
        hint: "add --yes if that is wanted")
    case .tooManyDevices:
      self.init(
        "\(name) has \(UserRecord.mostDevices) devices, and there is no room for more",
        hint: "countersign remove \(name) DEVICE makes room")
    case .noBypass:
      self.init("\(name) has no bypass", hint: "countersign status \(name) shows what there is")
    case .noTemporaryCode:
      self.init("\(name) has no temporary code", hint: "countersign status \(name) shows what there is")
    case .alreadyEnrolled:
      self.init(
        "\(name) has a device already, and needs no ticket",
        hint: "countersign reset \(name) takes all devices away, for a user who begins anew")
    case .recoveryCodesThere:
      self.init("\(name) has recovery codes already", hint: "countersign recovery-codes \(name) makes new ones")
    case .noTicket:
      self.init("\(name) has no enrolment ticket", hint: "countersign invite \(name) makes one")
    case .noTime:
      self.init("it would end before it begins", hint: "look at this machine's clock")
    case .noSuchToken, .tokenInUse, .serialTaken, .counterUnknown:
      self.init("a token stands in the way", hint: "countersign tokens list shows them")
    case .numbersUsedUp:
      self.init(
        "\(name) has had too many of them",
        hint: "countersign remove \(name) --all begins anew, and takes all devices away")
    }
  }

  init(notEnrolled name: String) {
    self.init("\(name) is not enrolled", hint: "countersign enroll \(name) enrols the user")
  }
}

extension Errno {
  /// Nobody reads any more what is written.
  fileprivate static let brokenPipe = Errno(rawValue: 32)
}
