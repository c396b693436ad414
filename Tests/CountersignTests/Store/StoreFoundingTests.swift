import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct StoreFoundingTests {
  let folder: TemporaryFolder
  let location: StoreLocation

  init() throws {
    folder = try TemporaryFolder()
    location = StoreLocation(root: Bytes.of(folder.url.path), owner: UserDatabase.effectiveUser, lockWait: 5)
  }

  @Test("A founded store can be opened, is closed to others, and has a key of its own")
  func opens() throws {
    try StoreFounding.found(location)
    let alice = try TestRecord.user("alice")
    let opened = try UserStore(location)
    let none = try opened.record(of: alice)
    #expect(none == nil)
    _ = try opened.enroll(alice, name: "Phone", next: 0)
    for name in [
      "etc/countersign", "var/lib/countersign", TemporaryStore.users, TemporaryStore.states, TemporaryStore.audit,
    ] {
      #expect(try folder.mode(of: name) == 0o700)
    }
    #expect(try folder.mode(of: TemporaryStore.key) == 0o600)
    let other = try TemporaryFolder()
    try StoreFounding.found(
      StoreLocation(root: Bytes.of(other.url.path), owner: UserDatabase.effectiveUser, lockWait: 5))
    #expect(try other.read(TemporaryStore.key) != folder.read(TemporaryStore.key))
  }

  @Test("What is there already is not touched")
  func twice() throws {
    try StoreFounding.found(location)
    let key = try folder.read(TemporaryStore.key)
    #expect(throws: StoreFailure.system(.root, SystemFailure(.makeDirectory, .exists))) {
      try StoreFounding.found(location)
    }
    #expect(try folder.read(TemporaryStore.key) == key)
  }

  @Test("Without a root directory nothing is made")
  func nowhere() throws {
    folder.remove()
    #expect(throws: StoreFailure.system(.root, SystemFailure(.open, .noEntry))) { try StoreFounding.found(location) }
  }

  @Test("A site key is made once, in the form of the host key, and never replaced")
  func siteKey() throws {
    try StoreFounding.found(location)
    #expect(try StoreFounding.foundSiteKey(location))
    let key = try folder.read(TemporaryStore.siteKey)
    #expect(try folder.mode(of: TemporaryStore.siteKey) == 0o600)
    #expect(key.count == SealKey.lineSize)
    #expect(try key != folder.read(TemporaryStore.key))
    #expect(try !StoreFounding.foundSiteKey(location))
    #expect(try folder.read(TemporaryStore.siteKey) == key)
    try folder.write(Bytes.of("nonsense"), to: TemporaryStore.siteKey)
    #expect(throws: StoreFailure.unfit(.siteKey, .wrongSize(8))) { try StoreFounding.foundSiteKey(location) }
    #expect(try folder.read(TemporaryStore.siteKey) == Bytes.of("nonsense"))
  }

  @Test("A command that comes while a site key is made waits, and takes nothing of it away")
  func siteKeyBesideCommand() throws {
    try StoreFounding.found(location)
    let alice = try TestRecord.user("alice")
    let atOnce = StoreLocation(root: location.root, owner: location.owner, lockWait: 0)
    var failure: AdministrationFailure?
    let (isNew, happened) = try Interruption.before(cs_host_renameat) {
      do throws(AdministrationFailure) {
        guard let opened = try? UserStore(atOnce) else { return }
        try opened.enroll(alice)
      } catch { failure = error }
    } during: {
      try StoreFounding.foundSiteKey(location)
    }
    #expect(happened && isNew && failure == .store(.locked(seconds: 0)))
    #expect(try folder.read(TemporaryStore.siteKey).count == SealKey.lineSize)
  }

  // MARK: Break-glass

  private static let offline = "var/lib/countersign/offline"

  /// Whether the break-glass store is whole, and nothing of its founding is left.
  private func expectBreakGlass(_ what: String = "") throws {
    #expect(try folder.names(in: Self.offline) == ["users", "state"], "\(what)")
    for name in [Self.offline, Self.offline + "/users", Self.offline + "/state"] {
      #expect(try folder.mode(of: name) == 0o700, "\(what)")
    }
    #expect(try folder.names(in: "var/lib/countersign") == ["users", "state", "offline"], "\(what)")
    try UserStore(location.choosing(.breakGlass)).enroll(try TestRecord.user("alice"))
  }

  @Test("The break-glass store comes as a whole, and is on the disk when it can be enrolled in")
  func breakGlass() throws {
    try StoreFounding.found(location)
    var names: Set<String>?
    cs_host_fail(cs_host_fsync, 0, 0)
    let (_, happened) = try Interruption.before(cs_host_renameat) {
      #expect(cs_host_count(cs_host_fsync) == 3)
      names = try? folder.names(in: "var/lib/countersign")
    } during: {
      try StoreFounding.foundBreakGlass(location)
    }
    #expect(happened && names == ["users", "state", "offline.new"])
    #expect(cs_host_count(cs_host_fsync) == 4)
    try expectBreakGlass()
    try StoreFounding.foundBreakGlass(location)
  }

  @Test("What a command leaves that was killed, of this version or an earlier one, the next one goes on with", arguments: [
    ["offline"], ["offline/users"], ["offline.new"], ["offline.new/users"], ["offline.new/users", "offline.new/state"],
  ])
  func breakGlassLeftHalfDone(left: [String]) throws {
    try StoreFounding.found(location)
    for name in left {
      try FileManager.default.createDirectory(
        at: folder["var/lib/countersign/\(name)"], withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    try StoreFounding.foundBreakGlass(location)
    try expectBreakGlass("\(left)")
  }

  @Test("A failed founding is gone on with by the next one", arguments: [
    cs_host_openat, cs_host_fchmod, cs_host_fsync, cs_host_renameat,
  ])
  func breakGlassFailures(call: cs_host_call) throws {
    var failed = 0
    for nth in Int32(1)... {
      let other = try TemporaryFolder()
      let location = StoreLocation(root: Bytes.of(other.url.path), owner: UserDatabase.effectiveUser, lockWait: 5)
      try StoreFounding.found(location)
      cs_host_fail(call, nth, EIO)
      let outcome = try? StoreFounding.foundBreakGlass(location)
      let wasMade = cs_host_count(call) >= nth
      cs_host_fail(call, 0, 0)
      guard wasMade else { break }
      failed += 1
      #expect(outcome == nil, "call \(nth)")
      try StoreFounding.foundBreakGlass(location)
      #expect(try other.names(in: "var/lib/countersign") == ["users", "state", "offline"], "call \(nth)")
      try UserStore(location.choosing(.breakGlass)).enroll(try TestRecord.user("alice"))
    }
    #expect(failed > 0)
  }

  @Test("Two that found it at once get one")
  func breakGlassTwice() throws {
    try StoreFounding.found(location)
    let atOnce = StoreLocation(root: location.root, owner: location.owner, lockWait: 0)
    var failure: StoreFailure?
    let (_, happened) = try Interruption.before(cs_host_renameat) {
      do throws(StoreFailure) { try StoreFounding.foundBreakGlass(atOnce) } catch { failure = error }
    } during: {
      try StoreFounding.foundBreakGlass(location)
    }
    #expect(happened && failure == .locked(seconds: 0))
    try expectBreakGlass()
  }
}
