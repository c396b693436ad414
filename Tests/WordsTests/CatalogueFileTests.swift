import Countersign
import Foundation
import Testing

@testable import Words

@Suite struct CatalogueFileTests {
  @Test func placesAreBesideTheProgram() {
    func places(_ program: String) -> [String] {
      CatalogueFile.candidates(.german, program: Array(program.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    let file = "share/locale/de/LC_MESSAGES/countersign.mo"
    #expect(places("/usr/sbin/countersign") == ["/usr/\(file)", "/\(file)"])
    #expect(places("/usr/libexec/countersign/companion") == ["/usr/libexec/\(file)", "/usr/\(file)"])
    #expect(places("/countersign") == [])
    #expect(places("countersign") == [])
    #expect(places("") == [])
  }

  @Test func onlyAFileThatNobodyElseCanWriteIsRead() throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("words-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let folder = place.appendingPathComponent("share/locale/de/LC_MESSAGES")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("countersign.mo").path
    let program = Array(place.appendingPathComponent("sbin/countersign").path.utf8)
    let me = UserDatabase.effectiveUser
    func text(owner: UInt32 = me, _ language: Language = .german) -> String? {
      CatalogueFile.read(language, program: program, owner: owner).map { ("yes" as Message).text(in: $0) }
    }
    #expect(text() == nil)
    try Data(CompiledMessages.file(["yes": "ja"])).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    #expect(text() == "ja")
    #expect(text(.english) == nil)
    #expect(text(.french) == nil)
    #expect(text(owner: me &+ 1) == nil)
    try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: file)
    #expect(text() == nil)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    try FileManager.default.moveItem(atPath: file, toPath: file + ".real")
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file + ".real")
    #expect(text() == nil)
  }
}
