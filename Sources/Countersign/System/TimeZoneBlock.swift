/// A header and the data behind it (RFC 9636 sections 3.1 and 3.2).
struct TimeZoneBlock {
  /// 0 for version 1, else 2 to 4.
  let version: UInt8
  /// The index behind it.
  let end: Int
  private let file: [UInt8]
  private let bytesOfTime: Int
  private let timeCount: Int
  private let typeCount: Int
  /// The index of the first time.
  private let start: Int

  private static let headerLength = 44

  /// - Parameters:
  ///   - start: the index of its header, at most the file's length.
  ///   - bytesOfTime: 4 or 8.
  init(_ file: [UInt8], from start: Int, bytesOfTime: Int) throws(TimeZoneFlaw) {
    let header = file[start...].prefix(TimeZoneBlock.headerLength)
    guard header.count == TimeZoneBlock.headerLength, header.starts(with: "TZif") else { throw .header }
    switch header[start + 4] {
    case 0: version = 0
    case UInt8(ascii: "2")...UInt8(ascii: "4"): version = header[start + 4] &- UInt8(ascii: "0")
    default: throw .header
    }
    var counts: [Int] = []
    for index in 0..<6 {
      let count = TimeZoneBlock.number(header, at: start + 20 + 4 * index, bytes: 4)
      guard let count, (0...65_536).contains(count) else { throw .counts }
      counts.append(Int(count))
    }
    // In the order of the header: UT and standard indicators, leap seconds, times, types, letters of abbreviations.
    guard counts[2] == 0 else { throw .leapSeconds }
    guard counts[4] >= 1, counts[4] <= 256, counts[0] == 0 || counts[0] == counts[4],
      counts[1] == 0 || counts[1] == counts[4]
    else { throw .counts }
    self.file = file
    self.bytesOfTime = bytesOfTime
    self.start = start + TimeZoneBlock.headerLength
    timeCount = counts[3]
    typeCount = counts[4]
    end = self.start + counts[3] * (bytesOfTime + 1) + counts[4] * 6 + counts[5] + counts[1] + counts[0]
    guard end <= file.count else { throw .length }
  }

  /// Checks that times grow, and that each has a type.
  func check() throws(TimeZoneFlaw) {
    var last: Int64?
    for index in 0..<timeCount {
      guard let time = time(index) else { throw .length }
      if let last, time <= last { throw .order }
      last = time
      _ = try offset(ofTime: index)
    }
    for type in 0..<typeCount { _ = try offset(ofType: type) }
  }

  /// How far the clock on the wall is ahead of UTC, in seconds.
  ///
  /// - Returns: `nil` from the last change on, and for a zone without changes: the footer knows more then.
  func offset(at time: Int64) throws(TimeZoneFlaw) -> Int64? {
    var low = 0
    var high = timeCount
    while low < high {
      let middle = (low + high) / 2
      guard let change = self.time(middle) else { throw .length }
      if change <= time { low = middle + 1 } else { high = middle }
    }
    guard low < timeCount else { return nil }
    return try low == 0 ? offset(ofType: 0) : offset(ofTime: low - 1)
  }

  /// What holds from the last change on, unless the footer says otherwise.
  func lastOffset() throws(TimeZoneFlaw) -> Int64 {
    try timeCount == 0 ? offset(ofType: 0) : offset(ofTime: timeCount - 1)
  }

  private func time(_ index: Int) -> Int64? {
    TimeZoneBlock.number(file[...], at: start + index * bytesOfTime, bytes: bytesOfTime)
  }

  private func offset(ofTime index: Int) throws(TimeZoneFlaw) -> Int64 {
    let place = start + timeCount * bytesOfTime + index
    guard place < end else { throw .length }
    return try offset(ofType: Int(file[place]))
  }

  private func offset(ofType type: Int) throws(TimeZoneFlaw) -> Int64 {
    let place = start + timeCount * (bytesOfTime + 1) + type * 6
    guard type < typeCount, let offset = TimeZoneBlock.number(file[...], at: place, bytes: 4),
      abs(offset) <= TimeZoneFile.farthest
    else { throw .type }
    return offset
  }

  /// A big-endian number with a sign.
  private static func number(_ text: ArraySlice<UInt8>, at place: Int, bytes: Int) -> Int64? {
    guard place >= text.startIndex, place + bytes <= text.endIndex else { return nil }
    var value: UInt64 = text[place] >= 0x80 ? .max : 0
    for index in place..<(place + bytes) { value = value << 8 | UInt64(text[index]) }
    return Int64(bitPattern: value)
  }
}
