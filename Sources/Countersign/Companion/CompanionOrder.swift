/// What the companion is to do, and all that it has to know of the login.
///
/// On the socket it is one packet, each field with a NUL behind it, which none of them can hold:
/// `enroll`, `send`, `notify`, `key` or `login`, user, uid, service, address, terminal, root of the store, tag of the
/// language, whom to ask for help, and what belongs to the purpose, numbers in decimal. Where a text is empty there is
/// none.
public final class CompanionOrder: Equatable, Sendable {
  /// What it may have to do.
  public enum Purpose: Equatable, Sendable {
    /// To enrol the user in the conversation, where that is offered.
    ///
    /// - Parameters:
    ///   - ticket: the mark of the ticket that was typed; 0 for none.
    ///   - rule: what the policy says of it.
    ///   - isBeforeEnrollBy: whether there is an `EnrollBy` whose day has not come.
    ///   - passesWithout: whether the person also gets in without.
    case enroll(ticket: UInt32, EnrolmentRule, isBeforeEnrollBy: Bool, passesWithout: Bool)
    /// To send a code to a device, and to say so in one message.
    case send(device: UInt32)
    /// To tell the `Notify` command of a change.
    ///
    /// - Parameters:
    ///   - device: its name; empty where it is about none.
    ///   - by: who changed something; empty for a login.
    case notify(ChangeEvent, device: [UInt8], by: [UInt8])
    /// To have a security key of the user sign, and to verify what it signed.
    case key(KeySearch)
    /// To conduct the whole login, of a user who may be in a directory.
    case login(HandedLogin)
  }

  /// What it is to do.
  public let purpose: Purpose
  /// Whose device it is about.
  public let user: UserName
  /// The account's uid, as the login has it.
  public let uid: UInt32
  public let service: [UInt8]
  public let address: [UInt8]?
  public let terminal: [UInt8]?
  /// ``StoreLocation/root``.
  public let root: [UInt8]
  /// In which people are told something.
  public let language: MessageLanguage
  /// Whom to ask for help, as the policy has it; may be shown.
  public let contact: [UInt8]?

  /// - Parameter user: the one whose factor it is, where that is not the one who logs in.
  convenience init(
    _ purpose: Purpose, _ request: LoginRequest, user: UserName? = nil, uid: UInt32, root: [UInt8],
    _ speech: LoginSpeech
  ) {
    self.init(
      purpose, request, user: user, uid: uid, root: root, language: speech.language, contact: speech.filledContact)
  }

  init(
    _ purpose: Purpose, _ request: LoginRequest, user: UserName? = nil, uid: UInt32, root: [UInt8],
    language: MessageLanguage = .english, contact: [UInt8]? = nil
  ) {
    self.purpose = purpose
    self.user = user ?? request.user
    self.uid = uid
    service = request.service
    address = request.address
    terminal = request.terminal
    self.root = root
    self.language = language
    self.contact = contact
  }

  /// Whether both are the same on the socket.
  public static func == (one: CompanionOrder, other: CompanionOrder) -> Bool { one.packet == other.packet }

  /// As it goes over the socket.
  var packet: [UInt8] {
    var packet: [UInt8] = []
    CompanionOrder.add([Array(ascii: verb), user.bytes], to: &packet)
    CompanionOrder.add([uid], to: &packet)
    let texts = [service, address ?? [], terminal ?? [], root, Array(ascii: language.tag), contact ?? []]
    CompanionOrder.add(texts, to: &packet)
    switch purpose {
    case .enroll(let ticket, let rule, let isBeforeEnrollBy, let passesWithout):
      let numbers = [ticket, UInt32(rule.rawValue), isBeforeEnrollBy ? 1 : 0, passesWithout ? 1 : 0]
      CompanionOrder.add(numbers, to: &packet)
    case .send(let device): CompanionOrder.add([device], to: &packet)
    case .notify(let event, let device, let by):
      CompanionOrder.add([UInt32(event.rawValue)], to: &packet)
      CompanionOrder.add([device, by], to: &packet)
    case .key(let search):
      CompanionOrder.add([search.agentSocket, search.authenticationInfo], to: &packet)
      let wait = [search.caller, search.wait.seconds, search.wait.canBeGivenUp ? 1 : 0]
      CompanionOrder.add(wait + search.devices, to: &packet)
    case .login(let login):
      CompanionOrder.add(login.numbers, to: &packet)
      CompanionOrder.add(login.texts, to: &packet)
    }
    return packet
  }

  private var verb: StaticString {
    switch purpose {
    case .enroll: "enroll"
    case .send: "send"
    case .notify: "notify"
    case .key: "key"
    case .login: "login"
    }
  }

  // Once in the module each.
  @inline(never)
  private static func add(_ fields: [[UInt8]], to packet: inout [UInt8]) {
    for field in fields {
      packet += field
      packet.append(0)
    }
  }

  @inline(never)
  private static func add(_ numbers: [UInt32], to packet: inout [UInt8]) {
    for number in numbers { add([RecordFormat.decimal(UInt64(number))], to: &packet) }
  }
}
