/// A change that the policy's `Notify` command is to be told of. A program of its own does that, and nobody waits.
public struct ChangeAnnouncement {
  private let event: ChangeEvent
  private let request: LoginRequest
  private let device: [UInt8]
  private let by: [UInt8]

  /// - Parameters:
  ///   - user: whose factor it is about.
  ///   - request: of the login, where there is one.
  ///   - device: the device's name; empty where it is about none.
  ///   - by: who changed something; empty for a login.
  public init(
    _ event: ChangeEvent, of user: UserName, at request: LoginRequest? = nil, device: [UInt8] = [], by: [UInt8] = []
  ) {
    self.event = event
    self.request = LoginRequest(
      user: user, service: request?.service ?? [], address: request?.address, terminal: request?.terminal)
    self.device = device
    self.by = by
  }

  /// Starts the companion for it. What comes of that is in the log, and changes nothing.
  public func start(at location: StoreLocation) {
    let order = CompanionOrder(.notify(event, device: device, by: by), request, uid: 0, root: location.root)
    _ = try? Companion(order, at: location)
  }
}
