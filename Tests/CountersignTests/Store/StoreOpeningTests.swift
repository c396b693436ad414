import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct StoreOpeningTests {
  let store: TemporaryStore
  let alice: UserName

  init() throws {
    store = try TemporaryStore()
    alice = try TestRecord.user("alice")
  }

  private func failure() -> StoreFailure? {
    do throws(StoreFailure) { _ = try store.open() } catch { return error }
    return nil
  }

  static let checked: [(String, StorePlace)] = [
    ("etc/countersign", .configurationDirectory), ("var/lib/countersign", .baseDirectory),
    (TemporaryStore.users, .usersDirectory), (TemporaryStore.states, .stateDirectory),
  ]

  @Test("Every directory is checked and named", arguments: checked)
  func directories(name: String, place: StorePlace) throws {
    try store.folder.setMode(0o750, of: name)
    #expect(failure() == .unfit(place, .tooOpen(0o750)))
    try store.folder.setMode(0o700, of: name)
    #expect(failure() == nil)
    try FileManager.default.moveItem(at: store.folder[name], to: store.folder["moved"])
    #expect(failure() == .unfit(place, .missing))
    try FileManager.default.createSymbolicLink(at: store.folder[name], withDestinationURL: store.folder["moved"])
    #expect(failure() == .unfit(place, .notDirectory))
  }

  @Test("The root directory may be readable, not writable, for others")
  func root() throws {
    try store.folder.setMode(0o755, of: "")
    #expect(failure() == nil)
    try store.folder.setMode(0o775, of: "")
    #expect(failure() == .unfit(.root, .tooOpen(0o775)))
    try store.folder.setMode(0o700, of: "")
  }

  @Test("Everything must belong to the owner of the store")
  func owner() {
    let location = StoreLocation(root: store.location.root, owner: store.location.owner &+ 1)
    #expect(throws: StoreFailure.unfit(.root, .wrongOwner(store.location.owner))) { _ = try UserStore(location) }
  }

  @Test(
    "A key file that is missing, open, of another size or no key",
    arguments: [
      (nil, 0o600, .unfit(.sealKey, .missing)), ("", 0o600, .unfit(.sealKey, .empty)),
      ("x", 0o600, .unfit(.sealKey, .wrongSize(1))),
      (Bytes.text(TestKey.file()) + "\n", 0o600, .unfit(.sealKey, .wrongSize(89))),
      (String(repeating: "x", count: 88), 0o600, .malformedKey),
      (Bytes.text(TestKey.file("0123456789abcdef")), 0o600, .malformedKey),
      (Bytes.text(TestKey.file()), 0o640, .unfit(.sealKey, .tooOpen(0o640))),
    ] as [(String?, Int, StoreFailure)])
  func key(content: String?, mode: Int, expected: StoreFailure) throws {
    try FileManager.default.removeItem(at: store.folder[TemporaryStore.key])
    if let content {
      try store.folder.write(content, to: TemporaryStore.key)
      try store.folder.setMode(mode, of: TemporaryStore.key)
    }
    #expect(failure() == expected)
  }

  @Test("A key that cannot be read whole is no key")
  func unreadableKey() {
    cs_host_fail(cs_host_pread, 1, EIO)
    #expect(failure() == .system(.sealKey, SystemFailure(.read, .inputOutput)))
    cs_host_fail(cs_host_pread, 0, 0)
  }

  @Test("A store that is closed leaves no descriptor open")
  func descriptors() throws {
    var before: Int32 = -1
    // The lowest free number comes again unless something stayed open; other tests may open files at any time.
    let isSteady = try (0..<50).contains { _ in
      before = try lowestFree()
      for _ in 0..<3 {
        let opened = try store.open()
        _ = try opened.record(of: alice)
      }
      return try lowestFree() == before
    }
    #expect(isSteady)
  }

  private func lowestFree() throws -> Int32 {
    let descriptor = try FileDescriptor.open(FilePath("/dev/null"), .read)
    return descriptor.number
  }

  @Test(
    "A root is written without slashes at its end",
    arguments: [
      ("", "/etc/countersign"), ("/", "/etc/countersign"), ("//", "/etc/countersign"), ("/a", "/a/etc/countersign"),
      ("/a//", "/a/etc/countersign"), ("/a/b", "/a/b/etc/countersign"),
    ])
  func roots(root: String, expected: String) {
    let location = StoreLocation(root: Bytes.of(root))
    #expect(Bytes.text(location.configurationDirectory.bytes) == expected)
    #expect(location.owner == 0 && location.lockWait == 5)
  }

  @Test("Only a missing file means that somebody is not enrolled")
  func records() throws {
    let opened = try store.open()
    try opened.enroll(alice)
    let path = store.recordPath(alice)
    let good = try store.folder.read(path)
    func failure() -> StoreFailure? {
      do throws(StoreFailure) { _ = try opened.record(of: alice) } catch { return error }
      return nil
    }
    for (content, expected) in [
      ("", .unfit(.record, .empty)), ("x", .malformedRecord(.unknownFormat)),
      (String(repeating: "x", count: 65_537), .unfit(.record, .wrongSize(65_537))),
      (String(repeating: "x", count: 65_536), .malformedRecord(.unknownFormat)),
    ] as [(String, StoreFailure)] {
      try store.folder.write(content, to: path)
      #expect(failure() == expected)
    }
    let bob = try TestRecord.user("bob")
    try store.folder.write(good, to: store.recordPath(bob))
    #expect(throws: StoreFailure.malformedRecord(.otherUser)) { _ = try opened.record(of: bob) }
    try FileManager.default.removeItem(at: store.folder[path])
    #expect(try opened.record(of: alice) == nil)
  }
}
