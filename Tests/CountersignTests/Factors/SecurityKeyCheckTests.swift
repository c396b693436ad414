import Testing

@testable import Countersign

/// What security keys have shown, at a login: the rules of signature counters, and what is demanded of a key.
@Suite struct SecurityKeyCheckTests {
  /// Of the credential that each key here has.
  private static let mark: SecretMark? = {
    guard let parameters = try? TestSecurityKey.parameters(.es256),
      let credential = try? TestSecurityKey.credential(parameters)
    else { return nil }
    return SecretMark(of: credential.span)
  }()

  /// A user with a phone, and a key whose state stands there.
  private func bench(
    next: UInt64 = 0, _ demands: SecurityKeyDemands = .touch
  ) throws -> (CheckBench, id: UInt32) {
    var bench = try CheckBench([TestRecord.totp()])
    let key = try TestKey.make()
    let parameters = try TestSecurityKey.parameters(.es256, demands)
    let secret = try TestSecurityKey.credential(parameters)
    let added = try bench.record.add(
      .fido2(parameters), name: TestRecord.name("Key"), created: 1, secret: secret.span, key: key)
    let device = try #require(added)
    bench.state.set(DeviceState(id: device.id, nextMovingFactor: next))
    return (bench, device.id)
  }

  @Test("A counter has to go up; of keys without one it stays 0", arguments: [
    (0, 0, 1), (0, 1, 2), (0, 77, 78), (0, .max, 1 << 32),
    (1, 0, 1), (1, 1, 2), (1, 5, 6),
    (2, 0, nil), (2, 1, nil), (2, 2, 3), (78, 77, nil), (78, 0, nil), (78, 78, 79),
    (1 << 32, .max, nil), (1 << 32, 0, nil),
  ] as [(UInt64, UInt32, UInt64?)])
  func counters(next: UInt64, counter: UInt32, after: UInt64?) throws {
    var (bench, id) = try bench(next: next)
    let label = try bench.label(id)
    let outcome = try bench.check(KeyEvidence(device: id, try #require(Self.mark), counter: counter, flags: 1))
    #expect(outcome == (after == nil ? .signatureCounter(label) : .accepted(label)))
    #expect(bench.state.device(id)?.nextMovingFactor == after ?? next)
    #expect(bench.state.device(id)?.lastUsed == (after == nil ? 0 : bench.now))
    #expect(bench.misses(id) == 0)
    #expect(bench.misses(1) == 0)
  }

  @Test("What is demanded has to be in the signed flags (CVE-2021-31924)", arguments: [
    ([], 0, true), (.touch, 0, false), (.touch, 1, true), (.touch, 4, false), (.verification, 1, false),
    (.verification, 4, true), ([.touch, .verification], 1, false), ([.touch, .verification], 5, true),
    ([.touch, .resident], 1, true), (.touch, 0xFE, false), (.verification, 0xFB, false),
  ] as [(SecurityKeyDemands, UInt8, Bool)])
  func demands(demands: SecurityKeyDemands, flags: UInt8, isMet: Bool) throws {
    var (bench, id) = try bench(demands)
    let label = try bench.label(id)
    let evidence = KeyEvidence(device: id, try #require(Self.mark), counter: 9, flags: flags)
    #expect(try bench.check(evidence) == (isMet ? .accepted(label) : .unprovenKey))
    #expect(bench.state.device(id)?.nextMovingFactor == (isMet ? 10 : 0))
  }

  @Test("A key that sshd has verified says nothing of its counter", arguments: [0, 1, 78] as [UInt64])
  func verifiedBySSHD(next: UInt64) throws {
    var (bench, id) = try bench(next: next)
    #expect(try bench.check(KeyEvidence(verifiedBySSHD: id, try #require(Self.mark))) == .accepted(bench.label(id)))
    #expect(bench.state.device(id)?.nextMovingFactor == max(next, 1))
    #expect(bench.state.device(id)?.lastUsed == bench.now)
  }

  @Test("Disabled, expired, removed, of another kind")
  func unfit() throws {
    var (bench, id) = try bench()
    let label = try bench.label(id)
    let evidence = KeyEvidence(device: id, try #require(Self.mark), counter: 9, flags: 1)
    bench.record.disable(id, since: 5)
    #expect(try bench.check(evidence) == .disabledByAdministrator(label))
    bench.record.disable(id, since: nil)
    bench.record.expire(id, at: bench.now)
    #expect(try bench.check(evidence) == .expiredDevice(label))
    #expect(try bench.check(KeyEvidence(device: 1, try #require(Self.mark), counter: 9, flags: 1)) == .removedKey)
    bench.record.remove(id)
    #expect(try bench.check(evidence) == .removedKey)
    #expect(bench.state.device(id)?.nextMovingFactor == 0)
  }

  @Test("What another key has signed does not count for the one that has its number now")
  func otherKey() throws {
    var (bench, id) = try bench(next: 5)
    let other = SecretMark(of: Bytes.of("the key before").span)
    #expect(try bench.check(KeyEvidence(device: id, other, counter: 9, flags: 1)) == .removedKey)
    #expect(try bench.check(KeyEvidence(verifiedBySSHD: id, other)) == .removedKey)
    #expect(bench.state.device(id)?.nextMovingFactor == 5)
    #expect(bench.misses(id) == 0)
  }

  @Test("Nothing that is typed is a code of a key", arguments: ["000000", "", "cccccccccccc", "AAAA-BBBB-CCCC-DDDD"])
  func codes(text: String) throws {
    var (bench, id) = try bench()
    bench.record.remove(1)
    #expect(try bench.check(text) == .notACode)
    #expect(bench.misses(id) == 0)
  }

  @Test("A policy that counts no keys does not take them, and sk-ssh counts those in agents")
  func kinds() throws {
    var (bench, id) = try bench()
    bench.kinds = FactorKinds.all.subtracting(.fido2)
    #expect(try bench.check(KeyEvidence(device: id, try #require(Self.mark), counter: 9, flags: 1)) == .removedKey)
    let agent = DeviceKind.agent(try TestSecurityKey.parameters(.eddsa, for: "ssh:"))
    #expect(FactorKinds.sshKey.count(agent, []))
    #expect(FactorKinds.agent.count(agent, []))
    #expect(!FactorKinds.fido2.count(agent, []))
    #expect(!FactorKinds.all.contains(.sshKey))
  }
}
