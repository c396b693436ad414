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
}
