import OATH

/// The bytes of a state in a directory, version 1: a slot of the state file without its unused places, and
/// HMAC-SHA-256 in place of the checksum, since others than root write there.
///
/// | bytes | what |
/// | --- | --- |
/// | 48 | bytes 16 to 63 of a slot |
/// | 64 each | devices |
/// | 80 each | remembered successes |
/// | 32 | HMAC under the state key, of the user's name, NUL, generation (8 bytes, little-endian) and what is above |
enum DirectoryState {
  private static let headStart = 16
  private static let headSize = StateFormat.devicesOffset - headStart
  /// Where the number of devices stands in the head.
  private static let countOffset = 6

  /// - Returns: `nil` for more devices or remembered successes than there is room for.
  static func encode(
    _ state: UserState, generation: UInt64, user: UserName, key: borrowing SealKey
  ) throws(SystemFailure) -> [UInt8]? {
    guard let slot = StateFormat.encode(StateFormat.Slot(generation: generation, state: state), user: user) else {
      return nil
    }
    let devices = headSize + state.devices.count * StateFormat.deviceSize
    let remembered = state.remembered.count * StateFormat.rememberedSize
    var bytes = Array(slot.dropFirst(headStart).prefix(devices))
    bytes += slot.dropFirst(StateFormat.rememberedOffset).prefix(remembered)
    return bytes + (try authentication(of: bytes[...], generation, user, key))
  }

  /// - Returns: `nil` for what is not the state of this user and this generation.
  static func decode(
    _ bytes: [UInt8], generation: UInt64, user: UserName, key: borrowing SealKey
  ) throws(SystemFailure) -> UserState? {
    let body = bytes.dropLast(Checksum.length)
    guard body.count >= headSize, bytes.count <= DirectoryUser.longestState else { return nil }
    let check = try authentication(of: body, generation, user, key)
    guard ConstantTime.equal(check.span, Array(bytes.suffix(Checksum.length)).span) else { return nil }
    var reader = LittleEndianReader(body.dropFirst(countOffset).prefix(2))
    let devices = Int(reader.uint16()) * StateFormat.deviceSize
    let remembered = body.count - headSize - devices
    guard devices <= UserRecord.mostDevices * StateFormat.deviceSize, remembered >= 0,
      remembered <= RememberedSuccess.most * StateFormat.rememberedSize,
      remembered.isMultiple(of: StateFormat.rememberedSize)
    else { return nil }
    guard var slot = StateFormat.encode(StateFormat.Slot(generation: generation, state: UserState()), user: user)?
      .prefix(headStart)
    else { return nil }
    slot += body.prefix(headSize + devices)
    var whole = Array(slot)
    StateFormat.pad(&whole, to: StateFormat.rememberedOffset)
    whole += body.suffix(remembered)
    StateFormat.pad(&whole, to: StateFormat.slotSize - Checksum.length)
    whole += Checksum.of(user.bytes, whole[...])
    return StateFormat.decode(whole[...], user: user)?.state
  }

  private static func authentication(
    of body: ArraySlice<UInt8>, _ generation: UInt64, _ user: UserName, _ key: borrowing SealKey
  ) throws(SystemFailure) -> [UInt8] {
    var message = user.bytes + [0]
    StateFormat.append(generation, to: &message)
    message += body
    var digest = [UInt8](repeating: 0, count: Checksum.length)
    var room = digest.mutableSpan
    let stateKey = try key.stateKey()
    HMAC.authenticate(message.span, key: stateKey.bytes, algorithm: .sha256, into: &room)
    return digest
  }
}
