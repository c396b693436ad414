extension CompanionOrder {
  /// Reads what ``packet`` gives; for the companion alone.
  ///
  /// - Returns: `nil` for anything else.
  public convenience init?(_ packet: [UInt8]) {
    guard packet.last == 0 else { return nil }
    var fields = packet.dropLast().split(separator: 0, omittingEmptySubsequences: false)[...]
    guard let verb = fields.popFirst(), let user = fields.popFirst().flatMap({ UserName(Array($0)) }),
      let uid = fields.popFirst().flatMap({ FieldReader.number($0, upTo: UInt64(UInt32.max)) }),
      let service = fields.popFirst(), let address = fields.popFirst(), let terminal = fields.popFirst(),
      let root = fields.popFirst(), let language = fields.popFirst().flatMap({ MessageLanguage(tag: $0) }),
      let contact = fields.popFirst(), let purpose = CompanionOrder.purpose(verb, fields)
    else { return nil }
    self.init(
      purpose, LoginRequest(
        user: user, service: Array(service), address: address.isEmpty ? nil : Array(address),
        terminal: terminal.isEmpty ? nil : Array(terminal)),
      uid: UInt32(truncatingIfNeeded: uid), root: Array(root), language: language,
      contact: contact.isEmpty ? nil : Array(contact))
  }

  private static func purpose(_ verb: ArraySlice<UInt8>, _ fields: ArraySlice<ArraySlice<UInt8>>) -> Purpose? {
    if verb.equals("send") { return sending(fields) }
    if verb.equals("notify") { return notification(fields) }
    if verb.equals("key") { return key(fields) }
    if verb.equals("login") { return HandedLogin(fields).map { .login($0) } }
    guard verb.equals("enroll"), let numbers = numbers(fields), numbers.count == 4, numbers[2] <= 1, numbers[3] <= 1,
      let rule = EnrolmentRule(rawValue: UInt8(clamping: numbers[1]))
    else { return nil }
    return .enroll(
      ticket: numbers[0], rule, isBeforeEnrollBy: numbers[2] == 1, passesWithout: numbers[3] == 1)
  }

  /// - Returns: `nil` unless each field is one.
  private static func numbers(_ fields: ArraySlice<ArraySlice<UInt8>>) -> [UInt32]? {
    var numbers: [UInt32] = []
    for field in fields {
      guard let number = FieldReader.number(field, upTo: UInt64(UInt32.max)) else { return nil }
      numbers.append(UInt32(truncatingIfNeeded: number))
    }
    return numbers
  }

  private static func key(_ fields: ArraySlice<ArraySlice<UInt8>>) -> Purpose? {
    guard let socket = fields.first, let information = fields.dropFirst().first,
      let numbers = numbers(fields.dropFirst(2)), numbers.count > 3, numbers[2] <= 1
    else { return nil }
    return .key(
      KeySearch(
        devices: Array(numbers[3...]), KeyWait(seconds: numbers[1], canBeGivenUp: numbers[2] == 1),
        agentSocket: Array(socket), caller: numbers[0], authenticationInfo: Array(information)))
  }

  private static func sending(_ fields: ArraySlice<ArraySlice<UInt8>>) -> Purpose? {
    guard let numbers = numbers(fields), numbers.count == 1 else { return nil }
    return .send(device: numbers[0])
  }

  private static func notification(_ fields: ArraySlice<ArraySlice<UInt8>>) -> Purpose? {
    let fields = Array(fields)
    guard fields.count == 3, let number = FieldReader.number(fields[0], upTo: 255),
      let event = ChangeEvent(rawValue: UInt8(truncatingIfNeeded: number))
    else { return nil }
    return .notify(event, device: Array(fields[1]), by: Array(fields[2]))
  }

  /// The login that it is about.
  public var request: LoginRequest {
    guard case .login(let login) = purpose else {
      return LoginRequest(user: user, service: service, address: address, terminal: terminal)
    }
    return LoginRequest(
      user: user, service: service, address: address, terminal: terminal, key: login.key,
      caller: login.caller.isEmpty ? nil : login.caller, hints: login.hints)
  }
}
