/// A login that the companion conducts in place of the module, because the user may be in a directory: what the order
/// holds of it beyond what every order does.
public final class HandedLogin: Equatable, Sendable {
  /// How it is conducted.
  public let options: SessionOptions
  /// See ``PolicySelection``.
  public let admitsUnenrolled: Bool
  let key: VerifiedKey
  let caller: [UInt8]
  let hints: LoginHints

  init(_ request: LoginRequest, _ options: SessionOptions, admitsUnenrolled: Bool) {
    self.options = options
    self.admitsUnenrolled = admitsUnenrolled
    key = request.key
    caller = request.caller ?? []
    hints = request.hints
  }

  /// Whether both are the same on the socket.
  public static func == (one: HandedLogin, other: HandedLogin) -> Bool {
    one.numbers == other.numbers && one.texts == other.texts
  }

  /// What only the flags hold.
  private enum Flag {
    static let earlierAnswerFirst: UInt32 = 1
    static let earlierAnswerOnly: UInt32 = 2
    static let forwardsPassword: UInt32 = 4
    static let echo: UInt32 = 8
    static let showsSteps: UInt32 = 16
    static let admitsUnenrolled: UInt32 = 32
    static let isThroughSSH: UInt32 = 64
    static let ordinaryKey: UInt32 = 128
    static let securityKey: UInt32 = 256
    static let asksNoCompanion: UInt32 = 512
    static let all: UInt32 = 1023
  }

  private var flags: UInt32 {
    var flags: UInt32 = options.source == .earlierAnswerFirst ? Flag.earlierAnswerFirst : 0
    if options.source == .earlierAnswerOnly { flags |= Flag.earlierAnswerOnly }
    if options.forwardsPassword { flags |= Flag.forwardsPassword }
    if options.echo { flags |= Flag.echo }
    if options.showsSteps { flags |= Flag.showsSteps }
    if admitsUnenrolled { flags |= Flag.admitsUnenrolled }
    if hints.isThroughSSH { flags |= Flag.isThroughSSH }
    if key == .ordinary { flags |= Flag.ordinaryKey }
    if key == .securityKey { flags |= Flag.securityKey }
    if !options.asksCompanion { flags |= Flag.asksNoCompanion }
    return flags
  }

  /// What stands first in the order.
  var numbers: [UInt32] { [flags, hints.realUser] }
  /// What stands behind that.
  var texts: [[UInt8]] { [caller, hints.agentSocket, hints.authenticationInfo, options.prompt ?? []] }

  /// Reads ``numbers`` and ``texts``; for the companion alone.
  init?(_ fields: ArraySlice<ArraySlice<UInt8>>) {
    let fields = Array(fields)
    guard fields.count == 6, let flags = FieldReader.number(fields[0], upTo: UInt64(Flag.all)),
      let realUser = FieldReader.number(fields[1], upTo: UInt64(UInt32.max))
    else { return nil }
    func has(_ flag: UInt32) -> Bool { UInt32(truncatingIfNeeded: flags) & flag != 0 }
    var options = SessionOptions()
    if has(Flag.earlierAnswerFirst) { options.source = .earlierAnswerFirst }
    if has(Flag.earlierAnswerOnly) { options.source = .earlierAnswerOnly }
    options.forwardsPassword = has(Flag.forwardsPassword)
    options.echo = has(Flag.echo)
    options.showsSteps = has(Flag.showsSteps)
    options.asksCompanion = !has(Flag.asksNoCompanion)
    options.prompt = fields[5].isEmpty ? nil : Array(fields[5])
    self.options = options
    admitsUnenrolled = has(Flag.admitsUnenrolled)
    key = has(Flag.securityKey) ? .securityKey : has(Flag.ordinaryKey) ? .ordinary : .none
    caller = Array(fields[2])
    hints = LoginHints(
      authenticationInfo: Array(fields[4]), isThroughSSH: has(Flag.isThroughSSH), agentSocket: Array(fields[3]),
      realUser: UInt32(truncatingIfNeeded: realUser))
  }
}
