import Countersign
import OATH

/// What may be told of a device: everything but its secret.
struct DeviceFacts: Encodable {
  let id: UInt32
  let name: String
  /// `totp`, `hotp`, `yubico-otp`, `ocra`, `sent`, `fido2` or `agent`.
  let kind: String
  /// Where there is a hash to choose.
  let algorithm: String?
  /// Where codes are numbers.
  let digits: Int?
  /// As the key types it; of Yubico OTPs only.
  var publicId: String?
  /// What answers to challenges are computed of.
  var suite: String?
  /// By which way codes are sent, to what, most of it left out, and for how many seconds they count.
  var via: String?
  var to: String?
  var lifetime: UInt32?
  /// Of a security key: the algorithm, what its signatures are for, what is demanded of it, and its model (AAGUID).
  var key: String?
  var relyingParty: String?
  var demands: [String]?
  var model: String?
  /// In seconds; time-based devices only.
  var period: UInt64?
  /// In time steps on each side; time-based devices only.
  var window: UInt32?
  /// How far its clock is ahead of ours, in seconds; time-based devices only.
  var drift: Int64?
  /// For how many seconds no code can be accepted, as used ones are ahead of the clock; time-based devices only.
  var aheadOfClock: UInt64?
  /// In moving factors; event-based devices only.
  var lookAhead: UInt32?
  let created: String?
  let lastUsed: String?
  /// Wrong codes in a row.
  let misses: UInt32
  let standing: StandingFacts
  /// Since when an administrator has it disabled.
  let disabled: String?
  /// When it counts no longer.
  let expires: String?
  /// Of a hardware token from the inventory.
  let serial: String?

  /// - Parameter showsAddress: whether ``to`` is all of the address.
  init(_ device: Device, _ state: DeviceState, now: UInt64, _ throttle: Throttle, showsAddress: Bool = false) {
    id = device.id
    name = String(decoding: device.name.bytes, as: UTF8.self)
    kind = device.kind.name.description
    algorithm = device.kind.algorithm?.name.description
    digits = device.kind.digits?.count
    switch device.kind {
    case .totp(let parameters):
      period = parameters.period.seconds
      window = parameters.window
      drift = ClockText.drift(device.kind, steps: state.drift)
      let seconds = TOTPMatcher.secondsUntilFresh(parameters, state, now: now)
      aheadOfClock = seconds == 0 ? nil : seconds
    case .hotp(let parameters):
      lookAhead = parameters.lookAhead
    case .yubicoOTP(let identity):
      publicId = DeviceText.name(identity)
    case .ocra(let suite):
      self.suite = DisplayText.of(suite.text)
    case .sent(let sent):
      via = DisplayText.of(sent.via.bytes)
      to = DisplayText.of(showsAddress ? sent.address.bytes : sent.address.masked)
      lifetime = sent.lifetime
    case .fido2(let parameters), .agent(let parameters):
      key = parameters.algorithm.name.description
      relyingParty = DisplayText.of(parameters.relyingParty)
      demands = SecurityKeyText.demands(parameters.demands)
      model = parameters.model.map { SecurityKeyText.model($0) }
    }
    created = TimeText.universal(device.created)
    lastUsed = TimeText.universal(state.lastUsed)
    misses = state.misses.count
    standing = StandingFacts(state.misses, now: now, throttle)
    disabled = device.disabled.map { TimeText.always($0) }
    expires = device.expires.map { TimeText.always($0) }
    serial = device.serial.map { DisplayText.of($0.bytes) }
  }
}
