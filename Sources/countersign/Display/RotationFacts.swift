import Countersign
import Words

/// How a rotation of the host key ended.
struct RotationFacts: Encodable {
  /// The name of the new key, as it stands in sealed secrets.
  let key: String
  let records: Int
  /// How many of them this command has sealed anew.
  let resealed: Int
  /// Whose records cannot be read; a token's is named by its serial number.
  let unreadable: [String]
  /// Whether the old key is gone.
  let finished: Bool

  init(_ outcome: KeyRotationOutcome) {
    switch outcome {
    case .finished(let count): self.init(count, [], finished: true)
    case .oldKeyKept(let count, let unreadable): self.init(count, unreadable, finished: false)
    }
  }

  private init(_ count: KeyRotationCount, _ unreadable: [UnreadableRecord], finished: Bool) {
    key = DisplayText.of(count.key)
    records = count.records
    resealed = count.resealed
    self.unreadable = unreadable.map { DisplayText.of($0.user?.bytes ?? $0.serial?.bytes ?? []) }
    self.finished = finished
  }

  /// The same for the logs.
  var details: [AuditField] {
    [
      AuditField("key", .foreign(Array(key.utf8))), AuditField("resealed", .number(UInt64(clamping: resealed))),
      AuditField("unreadable", .number(UInt64(clamping: unreadable.count))),
    ]
  }

  /// The same for people.
  var text: String {
    guard finished else {
      return said(
        "Sealed \(resealed) record anew under the host key \(key).",
        "Sealed \(resealed) records anew under the host key \(key).", count: resealed)
    }
    return said(
      "Sealed \(resealed) record anew; \(key) is the host key now. Make new copies of seal.key and of the store.",
      "Sealed \(resealed) records anew; \(key) is the host key now. Make new copies of seal.key and of the store.",
      count: resealed)
  }
}
