import Countersign

/// What the `Notify` command is told of a change: lines `key value` on standard input, nothing secret.
public struct ChangeNotice: Equatable, Sendable {
  public let event: ChangeEvent
  public let user: UserName
  /// The device's name.
  public let device: [UInt8]?
  /// Who changed it; `nil` for a login.
  public let by: [UInt8]?
  public let service: [UInt8]?
  /// Where the login came from.
  public let origin: [UInt8]?
  /// Seconds since 1970.
  public let time: UInt64

  public init(
    _ event: ChangeEvent, of user: UserName, device: [UInt8]? = nil, by: [UInt8]? = nil, service: [UInt8]? = nil,
    from origin: [UInt8]? = nil, at time: UInt64
  ) {
    self.event = event
    self.user = user
    self.device = device
    self.by = by
    self.service = service
    self.origin = origin
    self.time = time
  }

  /// The lines; facts that are not known have none.
  public var text: [UInt8] {
    let facts: [(String, [UInt8]?)] = [
      ("event", Array(ascii: event.name)), ("user", user.bytes), ("host", Host.name),
      ("time", UniversalTime.text(time)), ("device", device), ("by", by), ("service", service), ("from", origin),
    ]
    return facts.flatMap { name, value -> [UInt8] in
      guard let value, !value.isEmpty else { return [] }
      return Array("\(name) ".utf8) + CommandRun.line(value) + [UInt8(ascii: "\n")]
    }
  }
}
