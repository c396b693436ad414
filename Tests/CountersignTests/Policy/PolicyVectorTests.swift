import Testing
import VectorFiles

@testable import Countersign

/// Decision tables: a policy and the facts of a login, what each keyword is then, and what is decided for each state of
/// enrolment.
@Suite struct PolicyVectorTests {
  static let lines = Set((1...20).map(String.init))
  private static let facts: Set = ["address", "groups"]
  private static let settings: Set = [
    "prompt", "remember", "factors", "window", "look-ahead", "throttle", "notice", "whose-factor", "language",
    "longest-bypass", "resync", "enroll-by", "enroll", "contact", "touch", "key-models", "store", "offline",
  ]

  static func vectors() throws -> [VectorFile] {
    try VectorFile.all(
      in: "policy",
      required: ["user", "service", "origin", "key", "date", "time", "mode", "enrolled", "none", "unknown"],
      optional: lines.union(facts).union(settings))
  }

  /// The lines of a case, as a file has them.
  static func policy(_ vector: VectorFile) throws -> [UInt8] {
    var text: [UInt8] = []
    for number in 1...20 where vector.has(String(number)) {
      text += try Array(vector.text(String(number)).utf8) + [UInt8(ascii: "\n")]
    }
    return text
  }

  private func facts(_ vector: VectorFile) throws -> PolicyFacts {
    let clock = try vector.text("time").split(separator: ":").compactMap { UInt16($0) }
    try #require(clock.count == 2)
    let keys: [String: VerifiedKey] = ["none": .none, "ordinary": .ordinary, "sk": .securityKey]
    let origins: [String: LoginOrigin] = ["local": .local, "remote": .remote]
    return try TestPolicy.facts(
      user: vector.text("user"), service: vector.text("service"),
      address: vector.has("address") ? vector.text("address") : nil,
      origin: #require(origins[vector.text("origin")]), key: #require(keys[vector.text("key")]),
      groups: vector.has("groups") ? vector.text("groups").split(separator: ",").map(String.init) : [],
      date: vector.text("date"), minute: clock[0] * 60 + clock[1])
  }

  @Test("Each keyword is what the table says, from the line that it says", arguments: try vectors())
  func settings(vector: VectorFile) throws {
    let settings = try PolicyReader.read(Self.policy(vector)).settings(for: facts(vector))
    let found = SettingsText.of(settings)
    #expect(try found["mode"] == vector.text("mode"))
    for name in Self.settings {
      let expected = vector.has(name) ? try vector.text(name) : SettingsText.builtIn[name]
      #expect(found[name] == expected, "\(name)")
    }
  }

  @Test("The decision is what the table says, for each state of enrolment", arguments: try vectors())
  func decisions(vector: VectorFile) throws {
    let facts = try facts(vector)
    let settings = try PolicyReader.read(Self.policy(vector)).settings(for: facts)
    for (name, enrolment) in [("enrolled", Enrolment.enrolled), ("none", .none), ("unknown", .unknownUser)] {
      let decision = SettingsText.of(settings.decide(enrolment, moment: facts.moment))
      #expect(try decision == vector.text(name), "\(name)")
    }
  }

  @Test("There are enough tables for each criterion")
  func coverage() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count >= 100)
    for kind in ["user-", "group-", "service-", "network-", "tty-", "key-", "time-", "enroll-by-"] {
      #expect(vectors.filter { $0.name.hasPrefix(kind) }.count >= 4, "\(kind)")
    }
  }
}
