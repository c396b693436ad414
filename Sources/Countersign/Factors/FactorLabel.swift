/// Which factor something is about, for log lines and people; holds nothing secret.
public enum FactorLabel: Equatable, Sendable {
  case device(id: UInt32, name: DeviceName, as: FactorLabelKind)
  /// One of the recovery codes, counted from 1.
  case recoveryCode(Int)
  /// The code that a helpdesk reads out.
  case temporaryCode

  init(_ device: Device) {
    self = .device(id: device.id, name: device.name, kind: device.kind)
  }

  /// A device of this kind.
  public static func device(id: UInt32, name: DeviceName, kind: DeviceKind) -> FactorLabel {
    .device(id: id, name: name, as: FactorLabelKind(kind))
  }
}
