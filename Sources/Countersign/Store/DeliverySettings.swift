/// What a deliverer is set up with, keys of a gateway among them: `/etc/countersign/deliver/NAME.conf`, for root alone.
public enum DeliverySettings {
  /// In bytes.
  static let largestSize: UInt64 = 65_536

  /// Opens the file for the program that gets it.
  ///
  /// - Returns: `nil` when there is none.
  public static func open(_ name: DeliveryName, _ location: StoreLocation) throws(StoreFailure) -> FileDescriptor? {
    let path = FilePath(Array(ascii: "deliver/") + name.bytes + Array(ascii: ".conf"))
    do throws(StoreFailure) {
      return try CheckedFile(
        path, in: StoreRoot(location).configuration(), mode: .read, place: .deliverySettings,
        owner: location.owner, sizes: 0...largestSize
      ).takingDescriptor()
    } catch {
      if error == .unfit(.deliverySettings, .missing) { return nil }
      throw error
    }
  }
}
