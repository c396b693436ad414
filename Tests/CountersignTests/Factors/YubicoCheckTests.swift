import OATH
import Testing
import VectorFiles
import VirtualKeys

@testable import Countersign

/// Yubico OTPs at a login: what is accepted, what counts, what moves the counters.
@Suite struct YubicoCheckTests {
  private func bench(_ keys: YubiKey...) throws -> CheckBench {
    var bench = try CheckBench([])
    let sealKey = try TestKey.make()
    for (index, key) in keys.enumerated() {
      let identity = try #require(PublicIdentity(key.publicIdentity))
      let secret = key.secret
      let device = try bench.record.add(
        .yubicoOTP(identity), name: TestRecord.name("Key \(index + 1)"), created: 1, secret: secret.span, key: sealKey)
      bench.state.set(DeviceState(id: try #require(device).id, nextMovingFactor: 0))
    }
    return bench
  }

  private func next(_ bench: CheckBench) -> UInt64? { bench.state.device(1)?.nextMovingFactor }

  /// The moving factor after the first touch of a key that was plugged in so often. As an expression in `#expect` the
  /// compiler compares it by way of `AnyHashable`, and reads a byte too many.
  private static func factor(_ plugged: UInt64) -> UInt64? { plugged << 8 | 1 }

  @Test("Official and other published vectors", arguments: try VectorFile.all(in: "yubico-otp", required: [
    "key", "private-id", "text", "public-id", "plain", "residue", "usage-counter", "caps-lock", "timestamp",
    "session-use", "expect",
  ]))
  func vector(_ vector: VectorFile) throws {
    var key = YubiKey()
    key.key = try vector.bytes("key")
    key.privateIdentity = try vector.bytes("private-id")
    let identity = try vector.text("public-id")
    key.publicIdentity = try #require(ModHex.decode(identity == "none" ? [] : Array(identity.utf8)))
    var bench = try bench(key)
    let outcome = try bench.check(vector.text("text"))
    guard try vector.text("expect") != "malformed" else {
      #expect(outcome == .wrong && next(bench) == 0 && bench.misses(1) == 1)
      return
    }
    #expect(try outcome == .accepted(bench.label(1)))
    #expect(try next(bench) == vector.number("expect") + 1)
  }

  @Test("Each code counts once, and only in the order of the key")
  func order() throws {
    var key = YubiKey()
    var bench = try bench(key)
    let accepted = try FactorOutcome.accepted(bench.label(1))
    let replayed = try FactorOutcome.replayed(bench.label(1))
    let first = key.touch()
    let skipped = key.touch()
    let third = key.touch()
    #expect(try bench.check(first) == accepted)
    #expect(try bench.check(first) == replayed)
    #expect(try bench.check(third) == accepted)
    #expect(try bench.check(skipped) == replayed)
    let before = key.touch()
    key.plugIn()
    #expect(try bench.check(key.touch()) == accepted)
    #expect(try bench.check(before) == replayed)
    #expect(next(bench) == YubicoCheckTests.factor(2))
    #expect(bench.misses(1) == 0)
  }

  @Test("Bit 15 of the usage counter, Caps Lock, is no part of it")
  func capsLock() throws {
    var key = YubiKey()
    key.usageCounter = 9 | 0x8000
    var bench = try bench(key)
    #expect(try bench.check(key.touch().uppercased()) == .accepted(bench.label(1)))
    #expect(next(bench) == YubicoCheckTests.factor(9))
    key.usageCounter = 9
    #expect(try bench.check(key.touch()) == .accepted(bench.label(1)))
    key.usageCounter = 8 | 0x8000
    #expect(try bench.check(key.touch()) == .replayed(bench.label(1)))
  }

  @Test("What keys and terminals put behind a code does not matter", arguments: ["\r", "\n", "\r\n", "\t", " "])
  func trailing(_ end: String) throws {
    var key = YubiKey()
    var bench = try bench(key)
    #expect(try bench.check(key.touch() + end) == .accepted(bench.label(1)))
  }

  @Test("Twenty wrong codes move nothing, and count until the key rests")
  func twentyWrong() throws {
    var key = YubiKey()
    var bench = try bench(key)
    #expect(try bench.check(key.touch()) == .accepted(bench.label(1)))
    var faulty = key
    faulty.usageCounter = 0x7FFF
    for number in 0..<20 {
      switch number % 3 {
      case 0: faulty.checkValueFault = 0x0100
      case 1: (faulty.checkValueFault, faulty.privateIdentity) = (0, [1, 2, 3, 4, 5, 6])
      default: (faulty.privateIdentity, faulty.key) = (key.privateIdentity, [UInt8](repeating: 7, count: 16))
      }
      let outcome = try bench.check(faulty.code)
      #expect(outcome == (number < 5 ? .wrong : .throttled(until: bench.now + 30)), "\(number)")
      faulty.key = key.key
    }
    #expect(next(bench) == YubicoCheckTests.factor(1))
    #expect(bench.misses(1) == 5)
    bench.now += 30
    #expect(try bench.check(key.touch()) == .accepted(bench.label(1)))
    #expect(bench.misses(1) == 0)
  }

  @Test("The code of another key is not evaluated and counts nothing")
  func foreign() throws {
    let key = YubiKey()
    var bench = try bench(key)
    var other = key
    other.publicIdentity = [0, 0, 0, 0, 0, 2]
    let before = bench.state
    #expect(try bench.check(other.touch()) == .foreignKey)
    other.publicIdentity = []
    #expect(try bench.check(other.touch()) == .foreignKey)
    #expect(try bench.check(String(key.code.dropLast())) == .unknownLayout)
    #expect(try bench.check(key.code.replacing("c", with: "ä")) == .unknownLayout)
    #expect(try bench.check("123456") == .notACode)
    #expect(bench.state == before)
  }

  @Test("With several keys each takes its own code; with the same identity, the one that fits")
  func several() throws {
    let first = YubiKey()
    var second = first
    second.publicIdentity = [0, 0, 0, 0, 0, 2]
    var third = first
    third.key = [UInt8](repeating: 7, count: 16)
    var bench = try bench(first, second, third)
    #expect(try bench.check(second.touch()) == .accepted(bench.label(2)))
    #expect(try bench.check(third.touch()) == .accepted(bench.label(3)))
    #expect((bench.misses(1), bench.misses(2), bench.misses(3)) == (0, 0, 0))
    third.key[0] = 8
    #expect(try bench.check(third.touch()) == .wrong)
    #expect((bench.misses(1), bench.misses(2), bench.misses(3)) == (1, 0, 1))
  }

  @Test("Policy and administrators can leave keys out")
  func leftOut() throws {
    var key = YubiKey()
    var bench = try bench(key)
    bench.kinds = FactorKinds.all.subtracting(.yubicoOTP)
    #expect(try bench.check(key.code) == .notACode)
    bench.kinds = .yubicoOTP
    bench.record.disable(1, since: 5)
    #expect(try bench.check(key.code) == .disabledByAdministrator(bench.label(1)))
    bench.record.disable(1, since: nil)
    #expect(try bench.check(key.touch()) == .accepted(bench.label(1)))
  }

  @Test("A secret of another length is not stored", arguments: [0, 16, 21, 23, 128])
  func length(count: Int) throws {
    var record = try TestRecord.make([])
    let secret = [UInt8](repeating: 1, count: count)
    let key = try TestKey.make()
    #expect(throws: SealFailure.badLength) {
      try record.add(
        .yubicoOTP(.none), name: TestRecord.name("Key"), created: 1, secret: secret.span, key: key)
    }
  }

  @Test("The end of an answer is a code when it has the public identity of a key")
  func splits() throws {
    var key = YubiKey()
    let bench = try bench(key)
    func splits(_ answer: String) -> [Int] {
      let bytes = Bytes.of(answer)
      return AnswerSplit.all(of: bytes.span, for: bench.record).map(\.codeStart)
    }
    let code = key.touch()
    #expect(splits("pass word" + code) == [9])
    #expect(splits("pässword" + code.uppercased()) == [9])
    #expect(splits(code) == [0])
    key.publicIdentity[0] = 1
    #expect(splits("pass word" + key.touch()) == [])
  }

  @Test("The first touch tells the public identity, and the counter goes on behind it")
  func firstTouch() throws {
    var key = YubiKey()
    key.usageCounter = 300
    let identity = try #require(PublicIdentity(key.publicIdentity))
    let code = Bytes.of(key.code)
    #expect(try FirstCode.publicIdentity(code.span) == identity)
    func check(_ text: String, _ identity: PublicIdentity) throws -> FirstCode.Finding {
      let bytes = Bytes.of(text)
      let secret = key.secret
      return try FirstCode.check(bytes.span, kind: .yubicoOTP(identity), secret: secret.span, counter: 0, now: 0)
    }
    #expect(try check(key.code, identity) == .confirmed(nextMovingFactor: 300 << 8 | 1, drift: 0))
    #expect(try check(key.code, .none) == .foreignKey)
    #expect(try check("äcccccccccccccccccccccccccccccccccccccccccccc", identity) == .unknownLayout)
    #expect(try check("123456", identity) == .notACode)
    key.checkValueFault = 1
    #expect(try check(key.code, identity) == .wrong)
    let digits = Bytes.of("12345678")
    #expect(try FirstCode.publicIdentity(digits.span) == nil)
  }
}
