import Countersign

extension Administration.Action {
  /// What users are told of it, if anything.
  var event: ChangeEvent? {
    switch self {
    case .enroll, .importDevices, .assignToken: .newDevice
    case .remove, .removeAll, .reset, .returnToken: .removedDevice
    case .bypass: .bypassGranted
    default: nil
    }
  }
}
