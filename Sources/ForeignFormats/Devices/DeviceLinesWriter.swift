import Countersign

/// Writes devices as lines of JSON, which ``ImportFormat/json`` reads back as they are.
public enum DeviceLinesWriter {
  public static func text(_ devices: [ExportedDevice]) throws(ExportFailure) -> SecretBytes {
    let room = devices.reduce(1) { $0 + DeviceLine.room(for: $1) }
    var text: SecretBytes
    do { text = try SecretBytes(capacity: room) } catch { throw .system(error) }
    for device in devices { try DeviceLine.write(device, to: &text) }
    return text
  }
}
