import Countersign
import Foundation
import Testing

/// Which programs root may run: those that nobody else can exchange.
@Suite(.enabled(if: UserDatabase.effectiveUser == 0, "only root can make files of others")) struct ProgramFlawTests {
  /// A folder that only root can write, with a program in it.
  private final class Folder {
    let path: String
    init() throws {
      path = "/usr/local/lib/countersign-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      try Attributes.set(mode: 0o755, path)
      try make("program", mode: 0o755)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func make(_ name: String, mode: mode_t) throws {
      try "#!/bin/sh\n".write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
      try Attributes.set(mode: mode, "\(path)/\(name)")
    }

    func flaw(_ name: String = "program") -> ProgramFlaw? { ProgramFlaw(of: FilePath(Array("\(path)/\(name)".utf8))) }
  }

  @Test("Programs of the system are sound", arguments: ["/bin/sh", "/usr/bin/true", "/usr/bin/../bin/./true", "//bin/sh"])
  func sound(path: String) {
    #expect(ProgramFlaw(of: FilePath(Array(path.utf8))) == nil)
  }

  @Test("What is no program", arguments: [
    ("/nowhere/x", .missing), ("/usr/bin", .notRegularFile), ("/etc/passwd", .notExecutable), ("/bin/sh/x", .missing),
    ("/dev/null", .open(permissions: 0o666)), ("bin/sh", .unreadable(.invalid)), ("", .unreadable(.invalid)),
  ] as [(String, ProgramFlaw)])
  func none(path: String, flaw: ProgramFlaw) {
    #expect(ProgramFlaw(of: FilePath(Array(path.utf8))) == flaw)
  }

  @Test("Others can write it, or belongs to others")
  func file() throws {
    let folder = try Folder()
    #expect(folder.flaw() == nil)
    try Attributes.set(mode: 0o757, "\(folder.path)/program")
    #expect(folder.flaw() == .open(permissions: 0o757))
    try Attributes.set(mode: 0o775, "\(folder.path)/program")
    #expect(folder.flaw() == nil)
    try Attributes.set(owner: 0, group: 65_534, "\(folder.path)/program")
    #expect(folder.flaw() == .open(permissions: 0o775))
    try Attributes.set(mode: 0o755, "\(folder.path)/program")
    try Attributes.set(owner: 65_534, group: 0, "\(folder.path)/program")
    #expect(folder.flaw() == .foreign(owner: 65_534))
  }

  @Test("Others can write a directory above it")
  func directory() throws {
    let folder = try Folder()
    try Attributes.set(mode: 0o777, folder.path)
    #expect(folder.flaw() == .open(permissions: 0o777))
    try Attributes.set(mode: 0o1777, folder.path)
    #expect(folder.flaw() == .open(permissions: 0o1777))
    try Attributes.set(mode: 0o755, folder.path)
    try Attributes.set(owner: 65_534, group: 0, folder.path)
    #expect(folder.flaw() == .foreign(owner: 65_534))
  }

  private func link(_ target: String, _ path: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  @Test("A link counts with all that lies on its way")
  func links() throws {
    let folder = try Folder()
    try link("program", "\(folder.path)/near")
    try link("\(folder.path)/near", "\(folder.path)/far")
    #expect(folder.flaw("near") == nil && folder.flaw("far") == nil)
    try Attributes.set(owner: 65_534, group: 0, "\(folder.path)/near")
    #expect(folder.flaw("far") == .foreign(owner: 65_534))
    // Through a directory where anybody could put another link.
    try FileManager.default.createDirectory(atPath: "\(folder.path)/open", withIntermediateDirectories: false)
    try Attributes.set(mode: 0o777, "\(folder.path)/open")
    try link("../program", "\(folder.path)/open/middle")
    try link("open/middle", "\(folder.path)/through")
    #expect(folder.flaw("through") == .open(permissions: 0o777))
    try link("loop", "\(folder.path)/loop")
    #expect(folder.flaw("loop") == .unreadable(Errno(rawValue: ELOOP)))
  }
}
