import FuzzInput

@testable import Countersign

/// The text of a user record: as it is, and behind a check line that fits, so that every line is really read.
@c(LLVMFuzzerTestOneInput)
public func fuzzRecord(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let lines = input.remainder()
  let key = FuzzStore.key()
  checkSpelling(of: lines, key: key)
  let body = RecordFormat.header + [RecordFormat.newline] + lines
  let check = Hex.encode(RecordFormat.authentication(of: body[...], key: key))
  checkSpelling(of: body + Array("check ".utf8) + check + [RecordFormat.newline], key: key)
  return 0
}

/// A text that is read is the one that would be written, and administration can work with what was read.
private func checkSpelling(of text: [UInt8], key: borrowing SealKey) {
  guard let record = try? RecordReader.read(text, of: FuzzStore.user, key: key) else { return }
  Claim.check(RecordFormat.write(record, key: key) == text, "a record has one spelling")
  for device in record.devices { _ = try? device.openSecret(of: record.user, key: key) }
  var changed = record
  if let device = record.devices.first, let name = DeviceName(Array("other".utf8)) {
    changed.rename(device.id, to: name)
    _ = try? changed.add(device.kind, name: name, created: .max, secret: secret(device.kind).span, key: key)
  }
  if let device = record.devices.last {
    changed.disable(device.id, since: device.disabled == nil ? .max : nil)
    let disabled = try? RecordReader.read(RecordFormat.write(changed, key: key), of: FuzzStore.user, key: key)
    Claim.check(disabled == changed, "a device that is disabled or enabled is read back")
    changed.remove(device.id)
  }
  if let bypass = record.bypass { checkBypass(bypass) }
  let again = try? RecordReader.read(RecordFormat.write(changed, key: key), of: FuzzStore.user, key: key)
  Claim.check(again == changed, "what is written is read back")
}

private func secret(_ kind: DeviceKind) -> [UInt8] {
  [UInt8](repeating: 1, count: kind.secretLengths.lowerBound)
}

/// A bypass holds between its two times and at no other.
private func checkBypass(_ bypass: Bypass) {
  let terms = bypass.terms
  for now in [0, terms.granted &- 1, terms.granted, terms.until &- 1, terms.until, .max] {
    let isInTime = terms.granted <= now && now < terms.until
    let general = bypass.general(now: now, uses: 0)
    if case .active = general { Claim.check(isInTime, "a bypass holds in its time only") }
    Claim.check((general == .notYet(from: terms.granted)) == (now < terms.granted), "before it was granted it holds not")
    let standing = bypass.standing(service: terms.service ?? [], address: nil, now: now, uses: .max)
    if case .active = standing {
      Claim.check(isInTime && terms.network == nil && terms.uses == nil, "a limit is kept")
    }
  }
}
