/// What policy knows of a login.
public struct PolicyFacts: Equatable, Sendable {
  public let user: UserName
  public let service: [UInt8]
  /// `nil` for a local login, and for one whose address is not known as a number.
  public let address: NetworkAddress?
  public let origin: LoginOrigin
  public let key: VerifiedKey
  /// Those of ``Policy/groupNames`` that the user is a member of.
  public let groups: [[UInt8]]
  /// `nil` when the policy does not ask for it.
  public let moment: LocalMoment?

  public init(
    user: UserName, service: [UInt8], address: NetworkAddress?, origin: LoginOrigin, key: VerifiedKey,
    groups: [[UInt8]] = [], moment: LocalMoment? = nil
  ) {
    self.user = user
    self.service = service
    self.address = address
    self.origin = origin
    self.key = key
    self.groups = groups
    self.moment = moment
  }
}
