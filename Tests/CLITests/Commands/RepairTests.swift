import Countersign
import Foundation
import Testing

/// `unlock` and `resync`.
@Suite struct RepairTests {
  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func miss(_ store: StoreRoot, _ code: String, times: Int) throws {
    for _ in 0..<times { #expect(try store.run("verify", "nobody", input: code + "\n").status == 1) }
  }

  @Test("unlock says what it has cleared, and a right code is accepted at once")
  func unlock() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    try store.enroll("nobody", "--name", "token", "--digits", "8")
    #expect(try store.run("unlock", "nobody").outputText == "nobody had no wrong codes; nothing was changed.\n")
    try miss(store, try OTPAuth.wrongCode(key), times: 5)
    try miss(store, "00000000", times: 1)
    Complaints.expectPair(
      try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n"), status: 1, "too many wrong codes",
      "countersign unlock nobody")
    #expect(try store.run("unlock", "nobody", "recovery").outputText.contains("nothing was changed"))
    Complaints.expectPair(
      try store.run("unlock", "nobody"), status: 1, "wrong codes of nobody would be forgotten", "add --yes")
    #expect(
      try store.run("unlock", "nobody", "--yes").outputText == """
        Cleared 5 wrong codes in a row for the device phone of nobody, which had to wait.
        Cleared 1 wrong code for the device token of nobody.

        """)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n").status == 0)
  }

  @Test("unlock takes a device by name or number, or the recovery codes, and prints JSON")
  func unlockOne() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody", "--recovery-codes")
    try miss(store, try OTPAuth.wrongCode(key), times: 5)
    try miss(store, "AAAA-AAAA-AAAA-AAAA", times: 2)
    let recovery = try object(store.run("unlock", "nobody", "recovery", "--json", "--yes"))
    let first = try #require((recovery["cleared"] as? [[String: Any]])?.first)
    #expect(recovery["user"] as? String == "nobody" && first["misses"] as? Int == 2 && first["device"] == nil)
    let device = try object(store.run("unlock", "nobody", "1", "--json", "-y"))
    let cleared = try #require(device["cleared"] as? [[String: Any]])
    #expect(cleared.count == 1 && cleared[0]["device"] as? String == "phone" && cleared[0]["misses"] as? Int == 5)
    let standing = try #require(cleared[0]["standing"] as? [String: Any])
    #expect(standing["state"] as? String == "waiting" && (standing["until"] as? String)?.hasSuffix("Z") == true)
    #expect(try store.run("unlock", "nobody", "--json").outputText == "{\"cleared\":[],\"user\":\"nobody\"}\n")
    Complaints.expectPair(try store.run("unlock", "nobody", "x"), status: 1, "no device named x", "phone")
  }

  @Test("A clock hours off is found, told and taken into account", arguments: [
    (-7_200, "It runs about 2 h slow; that is taken into account.", -7_200),
    (9_000, "It runs about 2 h 30 min fast; that is taken into account.", 9_000),
  ])
  func resync(later: Int, text: String, drift: Int) throws {
    // In one step, or the device would be one step further off than expected; anew each time, as codes get used up.
    let (store, key, codes, result) = try inOneStep {
      let store = try StoreRoot()
      let key = try store.enroll("nobody")
      let codes = (try OTPAuth.code(key, later: later - 30), try OTPAuth.code(key, later: later))
      return (store, key, codes, try store.run("resync", "nobody", "phone", codes.0, codes.1))
    }
    #expect(result.outputText == "Resynchronised the device phone of nobody.\n\(text)\n" && result.errors.isEmpty)
    let device = try #require((try object(store.run("status", "nobody", "--json"))["devices"] as? [[String: Any]])?.first)
    #expect(device["drift"] as? Int == drift)
    Complaints.expectPair(
      try store.run("verify", "nobody", input: codes.1 + "\n"), status: 1, "has been used already")
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, later: later + 30) + "\n").status == 0)
    Complaints.expectPair(
      try store.run("resync", "nobody", "phone", codes.0, codes.1), status: 1, "that old are used up", "newer")
  }

  @Test("Used codes ahead of the clock are told by status and verify, and repaired by resync")
  func aheadOfClock() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    // What a clock that was a day ahead has left.
    let day = 86_400
    let opened = try UserStore(StoreLocation(root: Array(store.directory.path.utf8)))
    let user = try #require(UserName(Array("nobody".utf8)))
    let (first, second, now) = try inOneStep {
      (
        Array(try OTPAuth.code(key, later: day - 30).utf8), Array(try OTPAuth.code(key, later: day).utf8),
        UInt64(Date().timeIntervalSince1970) + UInt64(day)
      )
    }
    let finding = try opened.resynchronise(
      device: 1, of: user, first: first.span, second: second.span, now: now)
    #expect(finding == .inStep(drift: 0))

    #expect(try store.run("status", "nobody").outputText.contains("not accepted  for 24 h: used codes are ahead"))
    let device = try #require((try object(store.run("status", "nobody", "--json"))["devices"] as? [[String: Any]])?.first)
    #expect((day - 120...day + 30).contains(try #require(device["aheadOfClock"] as? Int)))
    let verify = try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n")
    Complaints.expectPair(verify, status: 1, "used codes of phone are 24 h ahead", "countersign resync nobody phone")
    #expect(verify.errorText.contains("countersign: warning: this machine's clock was set back"))
    let codes = try inOneStep { try [-30, 0].map { try OTPAuth.code(key, later: $0) } }
    #expect(try store.run("resync", "nobody", "phone", codes[0], codes[1]).status == 0)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, later: 30) + "\n").status == 0)
    #expect(try !store.run("status", "nobody").outputText.contains("not accepted"))
  }

  /// Does something again if the time step ended meanwhile.
  private func inOneStep<Result>(_ body: () throws -> Result) throws -> Result {
    while true {
      let before = Int(Date().timeIntervalSince1970) / 30
      let result = try body()
      if Int(Date().timeIntervalSince1970) / 30 == before { return result }
    }
  }

  @Test("A token that was pressed in vain is found; its codes are asked for when none are given")
  func token() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody", "--type", "hotp")
    let codes = (try OTPAuth.code(key, counter: 700), try OTPAuth.code(key, counter: 701))
    try miss(store, codes.0, times: 1)
    let result = try store.run("resync", "nobody", input: "\(codes.0)\n\(codes.1)\n")
    #expect(
      result.outputText == "Resynchronised the device token of nobody.\n700 codes were passed over.\n"
        && result.errors.isEmpty)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, counter: 702) + "\n").status == 0)
    let next = (try OTPAuth.code(key, counter: 703), try OTPAuth.code(key, counter: 704))
    #expect(
      try store.run("resync", "nobody", "token", next.0, next.1, "--json").outputText
        == "{\"device\":\"token\",\"passedOver\":0,\"user\":\"nobody\"}\n")
  }

  @Test("Codes that do not do change nothing", arguments: [
    ("755224", "755224", "both codes are the same", "wait until"),
    ("755224", "755225", "does not show these codes one after the other", "no code may be left out"),
    ("75522", "755224", "a code of token has 6 digits", "give two codes"), ("", "", "a code of token has 6 digits", ""),
  ])
  func wrongCodes(first: String, second: String, error: String, hint: String) throws {
    let store = try StoreRoot()
    try store.enroll("nobody", "--type", "hotp")
    let before = try store.files()
    Complaints.expectPair(try store.run("resync", "nobody", "token", first, second), status: 1, error, hint)
    #expect(try store.files() == before)
  }

  @Test("At a terminal both codes are asked for; Ctrl-C changes nothing")
  func dialogue() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody", "--type", "hotp")
    let before = try store.files()
    for isInterrupted in [true, false] {
      let dialogue = try TerminalDialogue(
        [CountersignCommandLine.path, "resync", "nobody", "--root", store.directory.path])
      try dialogue.expect("Code shown now: ")
      try dialogue.type(try OTPAuth.code(key, counter: 5) + "\n")
      try dialogue.expect("The next one: ")
      try dialogue.type(isInterrupted ? "\u{03}" : try OTPAuth.code(key, counter: 6) + "\n")
      try dialogue.expect(isInterrupted ? "interrupted" : "5 codes were passed over.")
      #expect(try dialogue.finish() == (isInterrupted ? 130 : 0))
      #expect(try (store.files() == before) == isInterrupted)
    }
  }
}
