/// The time on the wall of this machine.
///
/// libc's own conversion looks at the variable `TZ`, which under sudo belongs to the caller: whoever could choose the
/// zone could choose which hours of a policy hold. So the machine's zone is read from its file and from nothing else.
public enum LocalTime {
  /// The machine's zone, as `tzfile(5)` has it; often a link.
  public static let standardPlace = FilePath("/etc/localtime")

  /// In bytes. The largest zone of the year 2025 has less than 4,000.
  static let largestSize: UInt64 = 65_536
  /// The first second of the year 10000.
  static let end: UInt64 = 253_402_300_800

  /// What the clock on the wall says.
  ///
  /// - Parameters:
  ///   - seconds: since 1970.
  ///   - place: a time zone file; where there is none, the machine lives on UTC.
  public static func moment(
    at seconds: UInt64, in place: FilePath = standardPlace
  ) throws(LocalTimeFailure) -> LocalMoment {
    guard seconds < end, let seconds = Int64(exactly: seconds) else { throw .noCalendar }
    guard let content = try content(of: place) else { return moment(local: seconds) }
    do throws(TimeZoneFlaw) {
      return moment(local: seconds &+ (try TimeZoneFile.offset(at: seconds, content)))
    } catch {
      throw .damaged(error)
    }
  }

  private static func moment(local seconds: Int64) -> LocalMoment {
    let day = seconds.floorDivided(by: 86_400)
    let minute = (seconds &- day &* 86_400) / 60
    return LocalMoment(date: PolicyDate(daysSince1970: day), minute: UInt16(truncatingIfNeeded: minute))
  }

  /// - Returns: `nil` where there is no file.
  private static func content(of place: FilePath) throws(LocalTimeFailure) -> [UInt8]? {
    let file: FileDescriptor
    do throws(SystemFailure) { file = try FileDescriptor.open(place, .readThroughLinks) } catch {
      if error.errno == .noEntry { return nil }
      throw .system(error)
    }
    let status: FileStatus
    do throws(SystemFailure) { status = try file.status() } catch { throw .system(error) }
    guard status.isRegularFile else { throw .notRegularFile }
    guard (1...largestSize).contains(status.size) else { throw .wrongSize(status.size) }
    var bytes = [UInt8](repeating: 0, count: Int(status.size))
    let count: Int
    do throws(SystemFailure) {
      var room = bytes.mutableSpan
      count = try file.read(into: &room)
    } catch {
      throw .system(error)
    }
    guard count == bytes.count else { throw .wrongSize(UInt64(count)) }
    return bytes
  }
}
