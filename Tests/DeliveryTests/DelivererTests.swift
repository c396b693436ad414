import Countersign
import Foundation
import OATH
import Testing

@testable import Delivery

/// What a deliverer is given, and what becomes of its failures.
@Suite(.enabled(if: UserDatabase.effectiveUser == 0, "only root can start it")) final class DelivererTests {
  private let folder: String
  private let location: StoreLocation

  init() throws {
    folder = "/run/countersign-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    location = StoreLocation(root: Array(folder.utf8))
    try FileManager.default.createDirectory(
      atPath: "\(folder)/etc/countersign/deliver", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try Attributes.set(mode: 0o755, folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func deliver(_ script: String, to address: String = "+491234567", via way: String = "sms") throws {
    let policy = try PolicyReader.read(Array("Deliver \(way) /bin/sh -c \"\(script)\"\n".utf8))
    let sms = try #require(DeliveryName(Array("sms".utf8)[...]))
    let address = try #require(DeliveryAddress(Array(address.utf8)))
    let parameters = try #require(SentParameters(digits: .six, via: sms, address: address))
    let secret = [UInt8](repeating: 9, count: 32)
    let code = try SentCode.first(parameters, secret: secret.span)
    let user = try #require(UserName(Array("alice".utf8)))
    try Deliverer(policy, location).deliver(code, for: user, service: Array("sshd".utf8), from: Array("192.0.2.7".utf8))
  }

  private func said(_ script: String) throws -> String {
    do throws(any Error) { try deliver(script + "; exit 3") } catch let failure as DeliveryFailure {
      guard case .failed(3, let complaint) = failure else { throw failure }
      return String(decoding: complaint, as: UTF8.self)
    }
    return "nothing"
  }

  @Test("Three lines: address, code, and a sentence that begins with the code")
  func input() throws {
    let words = try said("read a; read c; read t; cat; echo $a,$c,$t >&2").split(separator: ",", maxSplits: 2)
    #expect(words.count == 3 && words[0] == "+491234567")
    #expect(words[1].count == 6 && words[1].allSatisfy(\.isNumber))
    let host = String(decoding: Host.name, as: UTF8.self)
    #expect(words[2] == "\(words[1]) is your code for alice on \(host), good for 10 minutes.")
    #expect(words[2].utf8.count < 160)
  }

  @Test("Facts of the login are in the environment, and the code is not")
  func environment() throws {
    #expect(try said("env | grep ^COUNTERSIGN_ | sort | grep -v HOST= | tr '\\n' ' ' >&2")
      == "COUNTERSIGN_FROM=192.0.2.7 COUNTERSIGN_KIND=code COUNTERSIGN_SECONDS=600 COUNTERSIGN_SERVICE=sshd "
      + "COUNTERSIGN_USER=alice COUNTERSIGN_VIA=sms ")
    #expect(try said("read a; read c; env | grep -c $c >&2") == "0")
  }

  @Test("Its settings are root's, and it can read them all the same")
  func settings() throws {
    let path = "\(folder)/etc/countersign/deliver/sms.conf"
    try "url https://x\n".write(toFile: path, atomically: false, encoding: .utf8)
    try Attributes.set(mode: 0o600, path)
    #expect(try said("cat <&3 >&2; cat \(path) 2>/dev/null >&2") == "url https://x")
  }

  @Test("Settings that others can read are not handed over")
  func openSettings() throws {
    let path = "\(folder)/etc/countersign/deliver/sms.conf"
    try "url https://x\n".write(toFile: path, atomically: false, encoding: .utf8)
    try Attributes.set(mode: 0o640, path)
    #expect(throws: DeliveryFailure.settings(.unfit(.deliverySettings, .tooOpen(0o640)))) { try deliver("true") }
  }

  @Test("Exit code 0 is success, and nothing else is")
  func endings() throws {
    try deliver("exit 0")
    #expect(throws: DeliveryFailure.failed(status: 1, complaint: Array("no credit".utf8))) {
      try deliver("echo no credit >&2; echo more >&2; exit 1")
    }
    #expect(throws: DeliveryFailure.killed(signal: 15)) { try deliver("kill -15 $$") }
  }

  @Test("A way without a Deliver")
  func noDeliverer() throws {
    let sms = try #require(DeliveryName(Array("sms".utf8)[...]))
    #expect(throws: DeliveryFailure.noDeliverer(sms)) { try deliver("true", via: "mail") }
  }

  @Test("A program that others can exchange is not run")
  func unfit() throws {
    let policy = try PolicyReader.read(Array("Notify /tmp/countersign-nobody-has-this\n".utf8))
    let notifier = try #require(Notifier(policy))
    let user = try #require(UserName(Array("alice".utf8)))
    #expect(throws: DeliveryFailure.unfit(.open(permissions: 0o1777))) {
      try notifier.tell(ChangeNotice(.newDevice, of: user, at: 1))
    }
  }
}
