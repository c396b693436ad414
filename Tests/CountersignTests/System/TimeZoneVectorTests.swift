import Testing
import VectorFiles

@testable import Countersign

/// Zone files and what glibc makes of them.
@Suite struct TimeZoneVectorTests {
  static func vectors() throws -> [VectorFile] {
    try VectorFile.all(in: "zones", required: ["file", "offsets"])
  }

  @Test("The clock on the wall is where glibc has it", arguments: try vectors())
  func offsets(vector: VectorFile) throws {
    let file = try vector.bytes("file")
    let pairs = try vector.text("offsets").split(separator: " ")
    try #require(pairs.count > 20)
    for pair in pairs {
      let numbers = pair.split(separator: "=").compactMap { Int64($0) }
      try #require(numbers.count == 2)
      #expect(try TimeZoneFile.offset(at: numbers[0], file) == numbers[1], "at \(numbers[0])")
    }
  }

  @Test("No damage traps, and whatever is read is within a day of UTC", arguments: try vectors())
  func damage(vector: VectorFile) throws {
    let file = try vector.bytes("file")
    let times: [Int64] = [0, 1_774_747_800, 4_102_444_800, 253_402_300_799]
    for length in 0..<file.count {
      #expect(throws: TimeZoneFlaw.self, "\(length)") { try TimeZoneFile.offset(at: 0, Array(file[..<length])) }
    }
    // Every byte of the small files, and enough of the large ones.
    for index in stride(from: 0, to: file.count, by: file.count / 400 + 1) {
      for value in [0, 1, 0x7F, 0x80, 0xFF, file[index] ^ 1, file[index] &+ 1] as [UInt8] {
        var damaged = file
        damaged[index] = value
        for time in times {
          guard let offset = try? TimeZoneFile.offset(at: time, damaged) else { continue }
          #expect(abs(offset) <= TimeZoneFile.farthest, "byte \(index) = \(value)")
        }
      }
    }
  }

  @Test("What is wrong is called by its name")
  func flaws() throws {
    let vector = try #require(try Self.vectors().first { $0.name == "berlin-slim" })
    let file = try vector.bytes("file")
    let second = 44 + 6 + 1
    func flaw(_ change: (inout [UInt8]) -> Void) -> TimeZoneFlaw? {
      var damaged = file
      change(&damaged)
      do throws(TimeZoneFlaw) { _ = try TimeZoneFile.offset(at: 0, damaged) } catch { return error }
      return nil
    }
    #expect(flaw { _ in } == nil)
    #expect(flaw { $0[0] = 0 } == .header)
    #expect(flaw { $0[4] = UInt8(ascii: "5") } == .header)
    #expect(flaw { $0[second + 4] = UInt8(ascii: "3") } == .header)
    #expect(flaw { $0[second + 31] = 1 } == .leapSeconds)
    #expect(flaw { $0[second + 39] = 0 } == .counts)
    #expect(flaw { $0[second + 20] = 0xFF } == .counts)
    #expect(flaw { $0.append(10) } == .rule)
    #expect(flaw { $0.removeLast() } == .length)
    #expect(flaw { $0[second + 44] = 0x7F } == .order)
    #expect(flaw { $0[$0.count - 2] = UInt8(ascii: "x") } == .rule)
  }
}
