/// The bytes of a state file, version 1. Knows no files.
///
/// Two slots of 2,048 bytes; the valid one with the higher generation counts, and the other one is written next. So
/// a write that is torn by a power cut leaves the older slot, whose state was not yet superseded by an accepted code.
/// Numbers are little-endian. A slot:
///
/// | at | bytes | what |
/// | --- | --- | --- |
/// | 0 | 8 | `CSSTATE1` |
/// | 8 | 8 | generation |
/// | 16 | 4 | number of the recovery code set |
/// | 20 | 2 | a bit for each used recovery code |
/// | 22 | 2 | number of devices |
/// | 24 | 4 | recovery code misses in a row |
/// | 28 | 4 | when the user was last told that recovery codes run low, in minutes since 1970 |
/// | 32 | 8 | time of the last recovery code miss |
/// | 40 | 4 | number of the newest bypass |
/// | 44 | 4 | how often it was used |
/// | 48 | 4 | number of the newest temporary code that no longer counts |
/// | 52 | 4 | temporary code misses in a row |
/// | 56 | 8 | time of the last temporary code miss |
/// | 64 | 64 each | 20 devices |
/// | 1344 | 80 each | 8 remembered successes |
/// | 2016 | 32 | SHA-256 over the user name and the slot before this field |
///
/// A device: id (4), zero (4), next moving factor (8), drift (4), last offset (4), misses in a row (4), zero (4),
/// time of the last miss (8), time of last use (8), drift that enrolment or resynchronisation found (4), the moving
/// factor that follows a code out of reach (8; 0 for none), zero (4). Of a device whose codes are sent, the last offset
/// is how many were sent since one was accepted, the next moving factor is that of the code that is out, and in place
/// of the moving factor that follows stands when it was sent (0 for none).
enum StateFormat {
  static let slotSize = 2_048
  static let fileSize = 2 * slotSize
  private static let magic = Array(ascii: "CSSTATE1")
  static let devicesOffset = 64
  static let deviceSize = 64
  private static let bodySize = slotSize - Checksum.length

  /// A slot's content.
  struct Slot: Equatable {
    let generation: UInt64
    let state: UserState
  }

  /// The slot as bytes.
  ///
  /// - Returns: `nil` for more devices or remembered successes than there is room for.
  static func encode(_ slot: Slot, user: UserName) -> [UInt8]? {
    guard slot.state.devices.count <= UserRecord.mostDevices, slot.state.remembered.count <= RememberedSuccess.most
    else { return nil }
    var bytes = magic
    bytes.reserveCapacity(slotSize)
    append(slot.generation, to: &bytes)
    append(slot.state.recoverySet, to: &bytes)
    append(slot.state.recoveryUsed, to: &bytes)
    append(UInt16(slot.state.devices.count), to: &bytes)
    append(slot.state.recoveryMisses.count, to: &bytes)
    append(slot.state.recoveryWarned, to: &bytes)
    append(slot.state.recoveryMisses.last, to: &bytes)
    append(slot.state.bypassNumber, to: &bytes)
    append(slot.state.bypassUses, to: &bytes)
    append(slot.state.temporaryUsed, to: &bytes)
    append(slot.state.temporaryMisses.count, to: &bytes)
    append(slot.state.temporaryMisses.last, to: &bytes)
    for device in slot.state.devices { append(device, to: &bytes) }
    pad(&bytes, to: rememberedOffset)
    for success in slot.state.remembered { append(success, to: &bytes) }
    pad(&bytes, to: bodySize)
    bytes += Checksum.of(user.bytes, bytes[...])
    return bytes
  }

  /// Reads a slot.
  ///
  /// - Returns: `nil` for a damaged one.
  static func decode(_ bytes: ArraySlice<UInt8>, user: UserName) -> Slot? {
    guard bytes.count == slotSize, bytes.starts(with: magic) else { return nil }
    let body = bytes.prefix(bodySize)
    guard Checksum.of(user.bytes, body)[...] == bytes.suffix(Checksum.length) else { return nil }
    var reader = LittleEndianReader(body.dropFirst(magic.count))
    let generation = reader.uint64()
    var state = UserState()
    state.recoverySet = reader.uint32()
    state.recoveryUsed = reader.uint16()
    let count = Int(reader.uint16())
    state.recoveryMisses.count = reader.uint32()
    state.recoveryWarned = reader.uint32()
    state.recoveryMisses.last = reader.uint64()
    state.bypassNumber = reader.uint32()
    state.bypassUses = reader.uint32()
    state.temporaryUsed = reader.uint32()
    state.temporaryMisses.count = reader.uint32()
    state.temporaryMisses.last = reader.uint64()
    guard count <= UserRecord.mostDevices, let remembered = remembered(in: body) else { return nil }
    state.remembered = remembered
    for index in 0..<count {
      let start = devicesOffset + index * deviceSize
      state.devices.append(device(LittleEndianReader(body.dropFirst(start).prefix(deviceSize))))
    }
    return Slot(generation: generation, state: state)
  }

  private static func device(_ fields: LittleEndianReader) -> DeviceState {
    var fields = fields
    let id = fields.uint32()
    fields.skip(4)
    var device = DeviceState(id: id, nextMovingFactor: fields.uint64())
    device.drift = Int32(bitPattern: fields.uint32())
    device.lastOffset = Int32(bitPattern: fields.uint32())
    device.misses.count = fields.uint32()
    fields.skip(4)
    device.misses.last = fields.uint64()
    device.lastUsed = fields.uint64()
    device.referenceDrift = Int32(bitPattern: fields.uint32())
    device.pairEnd = fields.uint64()
    return device
  }

  private static func append(_ device: DeviceState, to bytes: inout [UInt8]) {
    let end = bytes.count + deviceSize
    append(device.id, to: &bytes)
    append(UInt32(0), to: &bytes)
    append(device.nextMovingFactor, to: &bytes)
    append(UInt32(bitPattern: device.drift), to: &bytes)
    append(UInt32(bitPattern: device.lastOffset), to: &bytes)
    append(device.misses.count, to: &bytes)
    append(UInt32(0), to: &bytes)
    append(device.misses.last, to: &bytes)
    append(device.lastUsed, to: &bytes)
    append(UInt32(bitPattern: device.referenceDrift), to: &bytes)
    append(device.pairEnd, to: &bytes)
    pad(&bytes, to: end)
  }

  static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    append(UInt64(truncatingIfNeeded: number), Number.bitWidth / 8, to: &bytes)
  }

  // Once in the module, not for each width.
  @inline(never)
  private static func append(_ number: UInt64, _ size: Int, to bytes: inout [UInt8]) {
    var rest = number
    for _ in 0..<size {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  static func pad(_ bytes: inout [UInt8], to size: Int) {
    bytes += [UInt8](repeating: 0, count: max(size &- bytes.count, 0))
  }
}
