import Foundation
import Testing
import VectorFiles

@testable import Countersign

@Suite struct LocalTimeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func place(_ name: String) -> FilePath { FilePath(Array(folder[name].path.utf8)) }

  private func moment(_ date: String, _ minute: UInt16) throws -> LocalMoment {
    LocalMoment(date: try #require(PolicyDate(Array(date.utf8)[...])), minute: minute)
  }

  private func zone(_ name: String) throws -> [UInt8] {
    try #require(TimeZoneVectorTests.vectors().first { $0.name == name }).bytes("file")
  }

  @Test("Without a zone file the machine lives on UTC")
  func absent() throws {
    let noon: UInt64 = 1_795_608_000
    #expect(try LocalTime.moment(at: noon, in: place("absent")) == moment("2026-11-25", 720))
    try FileManager.default.createSymbolicLink(at: folder["dangling"], withDestinationURL: folder["absent"])
    #expect(try LocalTime.moment(at: noon + 59, in: place("dangling")) == moment("2026-11-25", 720))
  }

  @Test("A link to a zone file is followed, and a day can begin earlier or later than in Greenwich")
  func link() throws {
    try folder.write(zone("kiritimati"), to: "east")
    try FileManager.default.createSymbolicLink(at: folder["link"], withDestinationURL: folder["east"])
    #expect(try LocalTime.moment(at: 1_795_608_000, in: place("link")) == moment("2026-11-26", 120))
    try folder.write(zone("santiago"), to: "west")
    #expect(try LocalTime.moment(at: 1_795_564_800, in: place("west")) == moment("2026-11-24", 1_260))
  }

  @Test("TZ of the caller changes nothing", arguments: ["Pacific/Kiritimati", ":/etc/passwd", "XXX-12"])
  func environment(value: String) async throws {
    // In a process of its own: the environment belongs to all tests.
    await #expect(processExitsWith: .success) { [value] in
      // SAFETY: both are C strings for the length of the call.
      _ = unsafe setenv("TZ", value, 1)
      tzset()
      let place = FilePath("/nonexistent/countersign-localtime")
      guard let moment = try? LocalTime.moment(at: 43_200, in: place), moment.minute == 720 else { exit(1) }
      exit(0)
    }
  }

  @Test("What is no zone file is a failure, not UTC")
  func failures() throws {
    try folder.write("", to: "empty")
    #expect(throws: LocalTimeFailure.wrongSize(0)) { try LocalTime.moment(at: 0, in: place("empty")) }
    try folder.write([UInt8](repeating: 0, count: 65_537), to: "large")
    #expect(throws: LocalTimeFailure.wrongSize(65_537)) { try LocalTime.moment(at: 0, in: place("large")) }
    try folder.write("Europe/Berlin\n", to: "name")
    #expect(throws: LocalTimeFailure.damaged(.header)) { try LocalTime.moment(at: 0, in: place("name")) }
    #expect(folder.makeNode("fifo", type: S_IFIFO) == 0)
    #expect(throws: LocalTimeFailure.notRegularFile) { try LocalTime.moment(at: 0, in: place("fifo")) }
    #expect(throws: LocalTimeFailure.notRegularFile) { try LocalTime.moment(at: 0, in: place("")) }
    let below = SystemFailure(.open, .notDirectory)
    #expect(throws: LocalTimeFailure.system(below)) { try LocalTime.moment(at: 0, in: place("name/zone")) }
  }

  @Test("Times up to the end of the year 9999 are times")
  func ends() throws {
    #expect(try LocalTime.moment(at: 0, in: place("absent")) == moment("1970-01-01", 0))
    #expect(try LocalTime.moment(at: LocalTime.end - 1, in: place("absent")) == moment("9999-12-31", 1_439))
    for time in [LocalTime.end, UInt64(Int64.max), .max] {
      #expect(throws: LocalTimeFailure.noCalendar) { try LocalTime.moment(at: time, in: place("absent")) }
    }
  }

  @Test("All zones of this machine are as glibc has them", .enabled(if: zonesAreHere))
  func allZones() async {
    await #expect(processExitsWith: .success) {
      let root = "/usr/share/zoneinfo/"
      var generator = SystemRandomNumberGenerator()
      var compared = 0
      for name in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
        guard let data = FileManager.default.contents(atPath: root + name), data.starts(with: "TZif".utf8),
          !name.hasPrefix("right/"), !name.hasPrefix("posix/")
        else { continue }
        let file = [UInt8](data)
        // SAFETY: as above.
        _ = unsafe setenv("TZ", ":" + root + name, 1)
        tzset()
        for _ in 0..<60 {
          var time = time_t.random(in: 0..<8_000_000_000, using: &generator)
          // SAFETY: both pointers are of this call alone.
          var broken = unsafe tm()
          _ = unsafe localtime_r(&time, &broken)
          let east = unsafe Int64(broken.tm_gmtoff)
          guard (try? TimeZoneFile.offset(at: Int64(time), file)) == east else { exit(1) }
          compared += 1
        }
      }
      exit(compared > 10_000 ? 0 : 2)
    }
  }

  static var zonesAreHere: Bool { FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin") }
}
