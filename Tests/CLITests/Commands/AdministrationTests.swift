import Foundation
import Testing

/// The commands that look after what is enrolled.
@Suite struct AdministrationTests {
  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  @Test("verify tells right, wrong, malformed and waiting apart, in words and in JSON")
  func verification() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    let wrong = try OTPAuth.wrongCode(key)
    Complaints.expectPair(try store.run("verify", "nobody", input: "\(wrong)\n"), status: 1, "the code is wrong")
    Complaints.expectPair(try store.run("verify", "nobody", input: "1234\n"), status: 1, "has codes like that")
    Complaints.expectPair(try store.run("verify", "nobody", input: "\n"), status: 1, "no code was given")
    for _ in 0..<4 {
      let facts = try object(store.run("verify", "nobody", "--json", input: "\(wrong)\n"))
      #expect(facts["result"] as? String == "wrong-code")
    }
    let waiting = try store.run("verify", "nobody", "--json", input: OTPAuth.code(key) + "\n")
    Complaints.expectPair(waiting, status: 1, "too many wrong codes: none is looked at before")
    let facts = try object(waiting)
    #expect(facts["result"] as? String == "throttled")
    #expect((facts["until"] as? String)?.hasSuffix("Z") == true)
    let status = try store.run("status", "nobody").outputText
    #expect(status.contains("wrong codes   5 in a row") && status.contains("not asked     before"))
  }

  @Test("A right code clears the count")
  func rightCode() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    _ = try store.run("verify", "nobody", input: OTPAuth.wrongCode(key) + "\n")
    let accepted = try object(store.run("verify", "nobody", "--json", input: OTPAuth.code(key) + "\n"))
    #expect(accepted["result"] as? String == "accepted" && accepted["device"] as? String == "phone")
    let facts = try object(store.run("status", "nobody", "--json"))
    let device = try #require((facts["devices"] as? [[String: Any]])?.first)
    #expect(device["misses"] as? Int == 0)
    #expect((device["lastUsed"] as? String)?.hasPrefix("20") == true)
  }

  @Test("Every command that names a user says when there is nothing")
  func notEnrolled() throws {
    let store = try StoreRoot()
    let commands = [
      ["status"], ["qr"], ["list"], ["recovery-codes"], ["verify"], ["remove"], ["remove", "--all"], ["unlock"], ["resync"],
      ["disable-device"], ["enable-device"], ["forget"], ["reset", "--reason", "x"],
    ]
    for command in commands {
      let result = try CountersignCommandLine.run(
        [command[0], "nobody"] + command.dropFirst() + ["--root", store.directory.path])
      Complaints.expectPair(result, status: 1, "nobody is not enrolled", "countersign enroll nobody")
    }
    #expect(try store.run("list").output.isEmpty)
    #expect(try store.run("list", "--json").outputText == "[]\n")
  }

  @Test("list shows every user in the order of their names, and JSON of the same")
  func list() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    try store.enroll("bin", "--name", "blue token")
    let lines = try store.run("list").outputText.split(separator: "\n")
    #expect(lines.map { $0.split(separator: " ")[0] } == ["USER", "bin", "nobody"])
    #expect(lines[1].hasSuffix("blue token"))
    let json = try store.run("list", "--json")
    let users = try #require(try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(users.map { $0["user"] as? String } == ["bin", "nobody"])
    #expect(json.outputText.split(separator: "\n").count == 1)
  }

  @Test("A damaged record spoils neither the list nor the way out")
  func damagedRecord() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    try store.enroll("bin")
    let record = store.directory.appendingPathComponent("var/lib/countersign/users/bin")
    var content = try Data(contentsOf: record)
    content[content.count / 2] ^= 1
    try content.write(to: record)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: record.path)
    let list = try store.run("list")
    Complaints.expectPair(list, status: 1, "/users/bin ", "countersign remove bin --all")
    #expect(list.outputText.contains("nobody"))
    #expect(try store.run("remove", "bin", "--all", "--yes").status == 0)
    #expect(try store.run("list").status == 0)
    #expect(try store.run("enroll", "bin", "--no-confirm", "--quiet").status == 0)
  }

  @Test("A device is removed by name or number; the last one only on demand")
  func remove() throws {
    let store = try StoreRoot()
    try store.enroll("nobody", "--name", "blue")
    try store.enroll("nobody", "--name", "red")
    Complaints.expectPair(try store.run("remove", "nobody"), status: 1, "nobody has 2 devices", "blue, red")
    Complaints.expectPair(try store.run("remove", "nobody", "green"), status: 1, "no device named green", "blue, red")
    #expect(try store.run("remove", "nobody", "blue").outputText == "Removed the device blue of nobody.\n")
    Complaints.expectPair(
      try store.run("remove", "nobody", "2"), status: 1, "left without a second factor", "add --yes")
    #expect(try store.run("remove", "nobody", "2", "--yes").status == 0)
    #expect(try store.files().keys.sorted() == ["state", "users"])
  }

  @Test("A device is renamed and keeps its key; a name is taken once")
  func rename() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    try store.enroll("nobody", "--name", "token")
    Complaints.expectPair(
      try store.run("rename", "nobody", "phone", "token"), status: 1, "another device of that name")
    #expect(try store.run("rename", "nobody", "phone", "blaues Telefon").status == 0)
    let uri = try store.run("qr", "nobody", "blaues Telefon", "--qr", "none", "--quiet", "--show-uri").outputText
    #expect(OTPAuth.key(in: uri) == key)
  }

  @Test("New recovery codes replace the old ones, and each works once")
  func recoveryCodes() throws {
    let store = try StoreRoot()
    let enrolled = try store.run("enroll", "nobody", "--no-confirm", "--quiet", "--recovery-codes").outputText
    let old = enrolled.split(separator: "\n").map(String.init)
    let renewed = try store.run("recovery-codes", "nobody", "--quiet").outputText.split(separator: "\n").map(String.init)
    #expect(old.count == 10 && renewed.count == 10 && Set(old).isDisjoint(with: renewed))
    Complaints.expectPair(try store.run("verify", "nobody", input: old[0] + "\n"), status: 1, "the code is wrong")
    #expect(try store.run("verify", "nobody", input: renewed[9] + "\n").outputText == "Accepted: recovery code 10.\n")
    Complaints.expectPair(
      try store.run("verify", "nobody", input: renewed[9] + "\n"), status: 1, "recovery code 10 is right, but has been used")
    #expect(try store.run("status", "nobody").outputText.contains("left          9 of 10"))
    let facts = try object(store.run("status", "nobody", "--json"))
    #expect((facts["recoveryCodes"] as? [String: Any])?["left"] as? Int == 9)
  }

  @Test("What is on the disk, in the list and in JSON holds neither key nor recovery code")
  func nothingSecret() throws {
    let store = try StoreRoot()
    let codes = try store.run("enroll", "nobody", "--no-confirm", "--quiet", "--recovery-codes", "--show-uri").outputText
    let key = try #require(OTPAuth.key(in: codes))
    let secrets = [key] + codes.split(separator: "\n").filter { $0.count == 19 }.map(String.init)
    #expect(secrets.count == 11)
    var texts = try [["list"], ["list", "--json"], ["status", "nobody"], ["status", "nobody", "--json"]].map {
      try CountersignCommandLine.run($0 + ["--root", store.directory.path]).outputText
    }
    texts += try store.files().values.map { String(decoding: $0, as: UTF8.self) }
    for secret in secrets {
      let plain = secret.replacingOccurrences(of: "-", with: "")
      #expect(texts.allSatisfy { !$0.contains(secret) && !$0.contains(plain) })
    }
  }

  @Test("A picture is a new file that only root reads", arguments: ["png", "svg"])
  func picture(kind: String) throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    let file = store.directory.appendingPathComponent("code.\(kind)")
    #expect(try store.run("qr", "nobody", "--qr", "none", "--qr-file", file.path, "--quiet").status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    var picture = try Data(contentsOf: file)
    if kind == "svg" { picture = try Command.run("/usr/bin/rsvg-convert", ["--format", "png", file.path]).output }
    #expect(try BarcodeReader.read(picture, as: "png").flatMap(OTPAuth.key) == key)
    let again = try store.run("qr", "nobody", "--qr", "none", "--qr-file", file.path)
    Complaints.expectPair(again, status: 1, "exists already", "give another name")
    #expect(again.output.isEmpty)
    let link = store.directory.appendingPathComponent("link.\(kind)")
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "elsewhere.\(kind)")
    #expect(try store.run("qr", "nobody", "--qr", "none", "--qr-file", link.path).status == 1)
    let missing = store.directory.appendingPathComponent("missing/code.\(kind)").path
    Complaints.expectPair(
      try store.run("qr", "nobody", "--qr", "none", "--qr-file", missing), status: 1, "cannot open the directory of")
  }
}
