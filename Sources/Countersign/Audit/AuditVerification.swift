/// Checks audit files from the oldest line on: each line against its hash, its number and the line before.
///
/// Whoever alters a line without more, removes one, repeats one or moves one is found out here. Whoever is root can
/// also compose all lines anew from the altered one to the end, or cut the end off: that shows where a hash of before
/// was noted elsewhere and is no longer in the chain.
public struct AuditVerification {
  /// Why a line is not what it should be; the first such line ends the check.
  public enum Problem: Equatable, Sendable {
    /// The line or the one before it is not what was written.
    case altered
    /// So many lines are missing before it.
    case linesMissing(UInt64)
    /// A line of this number should stand here, and one of a lower number does.
    case outOfOrder(expected: UInt64)
    /// It is no line, and nothing marks it as what a crash left.
    case noLine
    /// The line says so many bytes before it are none, and there are others.
    case otherGap(UInt64)
    /// The first line neither is the first of all nor says what came before.
    case beginsInTheMiddle
    /// The chain begins anew.
    case restarted
    /// It stands behind the last line of its file.
    case behindTheEnd
  }

  /// What is told, and is no reason to suspect anybody.
  public enum Remark: Equatable, Sendable {
    /// So many bytes are the beginning of a line that was never finished; the next line says so and takes them in.
    case torn(bytes: UInt64)
    /// The file ends in an unfinished line of so many bytes.
    case unfinished(bytes: UInt64)
    /// Lines before this one are not in these files any more.
    case continued
  }

  /// Where something is.
  public struct Place: Equatable, Sendable {
    /// Counted from 0.
    public let file: Int
    /// Counted from 1.
    public let line: UInt64
  }

  /// More of what is no line is not looked at.
  static let longestGap = 65_537

  private let noted: [UInt8]?
  private var place = Place(file: -1, line: 0)
  private var end: AuditLink?
  private var gap: [UInt8] = []
  private var gapPlace = Place(file: -1, line: 0)
  private var isRetired = false

  /// How many lines were right.
  public private(set) var lines: UInt64 = 0
  /// Seconds since 1970.
  public private(set) var firstTime: UInt64?
  public private(set) var lastTime: UInt64?
  /// Whether the noted hash was that of a line.
  public private(set) var hasNoted = false
  public private(set) var remarks: [(place: Place, remark: Remark)] = []
  public private(set) var problem: (place: Place, problem: Problem)?

  /// The place behind the last line that was right.
  public var head: AuditLink { end ?? .beginning }

  /// - Parameter noted: the hash of a line that must be among them, as it was noted earlier.
  public init(noted: [UInt8]? = nil) {
    self.noted = noted
  }

  /// Goes on with the next file, which follows the one before.
  public mutating func beginFile() {
    place = Place(file: place.file + 1, line: 0)
    isRetired = false
  }

  /// Checks the next line.
  ///
  /// - Parameters:
  ///   - line: without its line end.
  ///   - isEnded: whether it has one.
  /// - Returns: whether to go on.
  public mutating func take(_ line: ArraySlice<UInt8>, isEnded: Bool) -> Bool {
    guard problem == nil else { return false }
    place = Place(file: place.file, line: place.line + 1)
    if let reading = AuditLineFormat.read(line) { check(reading) } else { passOver(line, isEnded) }
    return problem == nil
  }

  /// Ends a file: looks at what is behind its last line.
  public mutating func endFile() {
    guard problem == nil, !gap.isEmpty else { return }
    if AuditLineFormat.isTorn(gap[...]) {
      remarks.append((gapPlace, .unfinished(bytes: UInt64(gap.count))))
    } else {
      problem = (gapPlace, .noLine)
    }
    gap = []
  }

  private mutating func passOver(_ line: ArraySlice<UInt8>, _ isEnded: Bool) {
    if gap.isEmpty { gapPlace = place }
    gap += line
    if isEnded { gap.append(AuditLineFormat.newline) }
    if gap.count > AuditVerification.longestGap { problem = (gapPlace, .noLine) }
  }

  private mutating func check(_ reading: AuditLineFormat.Reading) {
    guard !isRetired else { return problem = (place, .behindTheEnd) }
    guard let before = end ?? beginning(reading) else { return problem = (place, .beginsInTheMiddle) }
    guard !reading.isKind(.restarted), reading.link.sequence > 1 || before == .beginning else {
      return problem = (place, .restarted)
    }
    guard let length = gapLength(reading) else { return }
    let expected = before.sequence + 1
    guard reading.link.sequence >= expected else { return problem = (place, .outOfOrder(expected: expected)) }
    guard reading.link.sequence == expected else {
      return problem = (place, .linesMissing(reading.link.sequence - expected))
    }
    guard Checksum.of(before.passing(gap.prefix(length)).hash, reading.body) == reading.link.hash,
      let time = reading.time
    else { return problem = (place, .altered) }
    accept(reading, time)
  }

  private mutating func accept(_ reading: AuditLineFormat.Reading, _ time: UInt64) {
    if !gap.isEmpty { remarks.append((gapPlace, .torn(bytes: reading.gap))) }
    if end == nil, reading.link.sequence > 1 { remarks.append((place, .continued)) }
    gap = []
    end = reading.link
    isRetired = reading.isKind(.rotated)
    lines += 1
    firstTime = firstTime ?? time
    lastTime = time
    if let noted, noted == reading.link.hash { hasNoted = true }
  }

  /// The place before the first line of all that are checked.
  private func beginning(_ reading: AuditLineFormat.Reading) -> AuditLink? {
    if reading.link.sequence == 1 { return .beginning }
    guard reading.isKind(.continued), let previous = reading.text("previous").flatMap({ Hex.decode($0) }),
      previous.count == Checksum.length
    else { return nil }
    return AuditLink(sequence: reading.link.sequence - 1, hash: previous)
  }

  /// How many bytes before the line stand in its hash without being a line.
  private mutating func gapLength(_ reading: AuditLineFormat.Reading) -> Int? {
    let said = reading.gap
    guard said > 0 else {
      if !gap.isEmpty { problem = (gapPlace, .noLine) }
      return gap.isEmpty ? 0 : nil
    }
    // A line end was put behind bytes that had none.
    let isWhole = UInt64(gap.count) == said
    guard isWhole || (UInt64(gap.count) == said &+ 1 && gap.last == AuditLineFormat.newline) else {
      problem = (place, .otherGap(said))
      return nil
    }
    guard AuditLineFormat.isTorn(gap[...]) else {
      problem = (gapPlace, .noLine)
      return nil
    }
    return isWhole ? gap.count : gap.count - 1
  }
}
