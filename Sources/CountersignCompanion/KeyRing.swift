import Countersign
import SecurityKeys

/// The security keys of an order, as the record has them now.
struct KeyRing {
  let keys: [EnrolledKey]

  /// - Parameter devices: those that the module would accept; it looks again under the lock.
  init(_ order: CompanionOrder, devices: [UInt32]) throws(StoreFailure) {
    let store = try UserStore(StoreLocation(root: order.root))
    var keys: [EnrolledKey] = []
    if let record = try store.record(of: order.user), record.uid == order.uid {
      for device in record.devices where devices.contains(device.id) && device.kind.securityKey != nil {
        let secret = try store.secret(of: device, of: order.user)
        if let key = EnrolledKey(device, secret: secret.bytes) { keys.append(key) }
      }
    }
    self.keys = keys
  }
}
