/// A device that comes from another system, with its secret.
public struct ForeignDevice {
  /// What is to be stored; the name gets a number behind it if another device has it.
  public let new: UserStore.NewDevice
  /// 1 to 128 bytes.
  public let secret: SharedSecret

  public init(_ new: UserStore.NewDevice, secret: SharedSecret) {
    self.new = new
    self.secret = secret
  }
}
