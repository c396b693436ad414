import FuzzInput
import OATH

@testable import Countersign

/// A state file: as it is, and with checksums that fit; then a login on the state it gives.
@c(LLVMFuzzerTestOneInput)
public func fuzzState(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let now: UInt64 = input.number()
  let typed = input.text()
  let next = input.text()
  let bytes = input.remainder()
  check(bytes)
  let file = slot(bytes.prefix(bytes.count / 2)) + slot(bytes.dropFirst(bytes.count / 2))
  check(file)
  if let state = (try? StateSlots(file, user: FuzzStore.user))?.current.state {
    login(on: state, typed, now: now)
    remember(on: state, now: now)
    // Looking for two codes takes thousands of digests.
    if next.count == 6 { resynchronise(state, typed, next, now: now) }
  }
  return 0
}

/// A slot whose magic word and checksum fit, with the bytes between them, cut or filled up.
private func slot(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  let size = StateFormat.slotSize - Checksum.length
  var body = Array("CSSTATE1".utf8) + bytes.prefix(size - 8)
  body += [UInt8](repeating: 0, count: size - body.count)
  return body + Checksum.of(FuzzStore.user.bytes, body[...])
}

/// The newer slot serves, the other one is written next, and what is written is read back.
private func check(_ file: [UInt8]) {
  guard var slots = try? StateSlots(file, user: FuzzStore.user) else { return }
  let other = StateFormat.decode(
    file.dropFirst((1 - slots.serving.index) * StateFormat.slotSize).prefix(StateFormat.slotSize), user: FuzzStore.user)
  Claim.check(slots.fellBack == (other == nil), "a damaged slot is told")
  Claim.check(other.map { $0.generation <= slots.current.generation } ?? true, "the newer slot serves")
  guard let next = try? slots.following(slots.current.state) else { return }
  Claim.check(next.index != slots.serving.index, "the serving slot is not written")
  let written = Claim.present(StateFormat.encode(next.slot, user: FuzzStore.user), "a state that was read is written")
  Claim.check(StateFormat.decode(written[...], user: FuzzStore.user) == next.slot, "what is written is read back")
  slots.advance(to: next)
}

/// Whatever a state says, a code that was accepted is not accepted again, and a wrong one moves no moving factor.
private func login(on state: UserState, _ typed: [UInt8], now: UInt64) {
  let key = FuzzStore.key()
  let record = record(key)
  guard let code = try? TypedCode(typed.span) else { return }
  var first = FactorCheck(record: record, state: state, now: now)
  guard let accepted = try? first.accept(code, key: key) else {
    _ = first.refusal()
    Claim.check(
      first.state.devices.map(\.nextMovingFactor) == state.devices.map(\.nextMovingFactor),
      "a refused code moves no moving factor")
    return
  }
  guard case .device(let id, _, _) = accepted else { return }
  Claim.check(
    (first.state.device(id)?.nextMovingFactor ?? 0) > (state.device(id)?.nextMovingFactor ?? 0),
    "an accepted code moves the moving factor on")
}

/// What is remembered is found again at once and in no other place; nothing else is lost unless there is no room.
private func remember(on state: UserState, now: UInt64) {
  let rule = RememberRule(duration: 60, place: .either, serviceSet: now)
  let place = LoginPlace.address(NetworkAddress(high: now, low: .max))
  var after = state
  after.remember(place, service: [], rule: rule, now: now)
  Claim.check(after.remembers(place, rule: rule, now: now)?.since == now, "what was remembered is found")
  Claim.check(after.remembered.count <= RememberedSuccess.most, "there is no more than there is room for")
  Claim.check(after.remembered.count >= state.remembered.count, "one goes for one at most")
  for success in state.remembered where success.since > now {
    let own = RememberRule(duration: .max, place: .either, serviceSet: success.serviceSet)
    Claim.check(
      state.remembers(success.place, rule: own, now: now).map { $0.since <= now } ?? true, "the future counts not")
  }
}

private let secret = Array("12345678901234567890".utf8)

/// A time-based and an event-based device, both with the published key.
private func record(_ key: borrowing SealKey) -> UserRecord {
  var record = UserRecord(user: FuzzStore.user, uid: 1_000)
  let name = Claim.present(DeviceName(Array("Phone".utf8)), "Phone is a device name")
  for kind in [TOTPParameters(window: 10).map(DeviceKind.totp), HOTPParameters(lookAhead: 20).map(DeviceKind.hotp)] {
    guard let kind else { continue }
    _ = try? record.add(kind, name: name, created: 1, secret: secret.span, key: key)
  }
  return record
}

/// Only two codes that are found change a state, and then nothing counts as missed.
private func resynchronise(_ state: UserState, _ typed: [UInt8], _ next: [UInt8], now: UInt64) {
  for device in record(FuzzStore.key()).devices {
    guard let before = state.device(device.id) else { continue }
    var search = Resynchronisation(device: device, state: before, now: now)
    switch try? search.find(typed.span, next.span, secret: secret.span) {
    case .inStep, .inCount:
      Claim.check(search.state.misses == MissCount() && search.state.lastUsed == now, "a device that is found is clean")
    case .used, .notFound, .needless, .notACode, nil:
      Claim.check(search.state == before, "two codes that are not found change nothing")
    }
  }
}
