import Foundation
import Testing

@testable import Countersign

@Suite struct UserNameTests {
  @Test("Takes 1 to 255 bytes without NUL")
  func limits() {
    #expect(UserName([]) == nil)
    #expect(UserName([UInt8](repeating: 0x61, count: 255)) != nil)
    #expect(UserName([UInt8](repeating: 0x61, count: 256)) == nil)
    #expect(UserName([0x61, 0, 0x62]) == nil)
    #expect(UserName([0]) == nil)
  }

  @Test("Is written as a file name that cannot leave the store", arguments: [
    ("alice", "alice"), ("a.b", "a.b"), ("a_b-C9", "a_b-C9"), (".", "%2E"), ("..", "%2E."), (".new", "%2Enew"),
    ("/", "%2F"), ("../etc/passwd", "%2E.%2Fetc%2Fpasswd"), ("%", "%25"), ("%41", "%2541"), (" ", "%20"),
    ("DOMAIN\\bob", "DOMAIN%5Cbob"), ("host$", "host%24"), ("jürgen", "j%C3%BCrgen"), ("a\nb", "a%0Ab"), ("~", "%7E"),
    ("user@realm.example", "user%40realm.example"), ("alice\n", "alice%0A"), ("-rf", "-rf"), ("a/../b", "a%2F..%2Fb"),
    ("\u{1B}[2J", "%1B%5B2J"), ("\u{7F}", "%7F"), ("a b", "a%20b"), ("a=b", "a%3Db"), ("$(id)", "%24%28id%29"),
  ])
  func fileNames(name: String, file: String) throws {
    let user = try #require(UserName(Bytes.of(name)))
    #expect(Bytes.text(user.fileName) == file)
  }

  @Test("Bytes that are no UTF-8 are names like others")
  func notUTF8() throws {
    for bytes: [UInt8] in [[0xFF, 0xFE], [0xC3], [0x80, 0x2F], [0xED, 0xA0, 0x80]] {
      let user = try #require(UserName(bytes))
      #expect(Bytes.text(user.fileName) == bytes.map { String(format: "%%%02X", $0) }.joined())
      #expect(PercentEncoding.decode(user.fileName[...]) == bytes)
    }
  }

  @Test("255 bytes fill a file name, if none of them takes three characters")
  func longestFileName() throws {
    #expect(try #require(UserName([UInt8](repeating: 0x61, count: 255))).fileName.count == 255)
    #expect(try #require(UserName([UInt8](repeating: 0x2F, count: 255))).fileName.count == 765)
  }

  @Test("Names that Swift's strings call equal are different users")
  func unicodeEquivalence() throws {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    try #require(composed == decomposed)
    let first = try #require(UserName(Bytes.of(composed)))
    let second = try #require(UserName(Bytes.of(decomposed)))
    #expect(first != second)
    #expect(first.fileName != second.fileName)
  }

  @Test("No two names of one or two bytes share a file, and none begins with a dot")
  func fileNamesAreUnique() throws {
    var seen: Set<[UInt8]> = []
    for first in UInt8(1)...255 {
      for bytes in [[first]] + (UInt8(1)...255).map({ [first, $0] }) {
        let name = try #require(UserName(bytes)).fileName
        if !seen.insert(name).inserted || name.first == UInt8(ascii: ".") || name.contains(UInt8(ascii: "/")) {
          Issue.record("\(bytes)")
        }
      }
    }
  }
}
