/// Remembered successes in a slot: since (8), service set (8), kind (1: 0 empty, 1 address, 2 terminal), length of the
/// place (1), length of the service (1), zero (1), place (28), service (32).
extension StateFormat {
  static let rememberedOffset = devicesOffset + UserRecord.mostDevices * deviceSize
  static let rememberedSize = 80
  private static let kindOffset = 16
  private static let addressLength = 16

  static func append(_ success: RememberedSuccess, to bytes: inout [UInt8]) {
    let end = bytes.count + rememberedSize
    append(success.since, to: &bytes)
    append(success.serviceSet, to: &bytes)
    let place: [UInt8]
    switch success.place {
    case .address(let address):
      place = bigEndian(address.high) + bigEndian(address.low)
      bytes.append(1)
    case .terminal(let name):
      place = name
      bytes.append(2)
    }
    bytes.append(UInt8(truncatingIfNeeded: place.count))
    bytes.append(UInt8(truncatingIfNeeded: success.service.count))
    bytes.append(0)
    bytes += place
    pad(&bytes, to: end - RememberedSuccess.longestService)
    bytes += success.service
    pad(&bytes, to: end)
  }

  /// Reads all successes of a slot.
  ///
  /// - Returns: `nil` when one is not what is written.
  static func remembered(in body: ArraySlice<UInt8>) -> [RememberedSuccess]? {
    var all: [RememberedSuccess] = []
    for index in 0..<RememberedSuccess.most {
      let entry = body.dropFirst(rememberedOffset + index * rememberedSize).prefix(rememberedSize)
      // Most are empty, and each login reads all of both slots.
      if entry.dropFirst(kindOffset).first == 0 { continue }
      var fields = LittleEndianReader(entry)
      let since = fields.uint64()
      let serviceSet = fields.uint64()
      let kind = fields.uint8()
      let placeLength = Int(fields.uint8())
      let serviceLength = Int(fields.uint8())
      fields.skip(1)
      let placeBytes = fields.bytes(LoginPlace.longestTerminal)
      let service = fields.bytes(RememberedSuccess.longestService)
      guard let place = place(kind, placeBytes, placeLength), serviceLength <= RememberedSuccess.longestService else {
        return nil
      }
      all.append(
        RememberedSuccess(
          since: since, serviceSet: serviceSet, place: place, service: Array(service.prefix(serviceLength))))
    }
    return all
  }

  private static func place(_ kind: UInt8, _ bytes: ArraySlice<UInt8>, _ length: Int) -> LoginPlace? {
    switch kind {
    case 1:
      guard length == addressLength else { return nil }
      return .address(
        NetworkAddress(high: number(bytes.prefix(8)), low: number(bytes.dropFirst(8).prefix(8))))
    case 2:
      guard (1...LoginPlace.longestTerminal).contains(length) else { return nil }
      return .terminal(Array(bytes.prefix(length)))
    default: return nil
    }
  }

  private static func bigEndian(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
