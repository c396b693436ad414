import Countersign
import Testing

@testable import Delivery

@Suite struct ChangeNoticeTests {
  private func lines(_ notice: ChangeNotice) -> [String] {
    String(decoding: notice.text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("Every fact has a line, and those that are not known have none", arguments: ChangeEvent.allCases)
  func facts(event: ChangeEvent) throws {
    let user = try #require(UserName(Array("alice".utf8)))
    let full = lines(
      ChangeNotice(
        event, of: user, device: Array("Phone".utf8), by: Array("root".utf8), service: Array("sshd".utf8),
        from: Array("192.0.2.7".utf8), at: 1_795_503_004))
    let host = String(decoding: Host.name, as: UTF8.self)
    #expect(full == [
      "event \(event.name)", "user alice", "host \(host)", "time 2026-11-24T06:50:04Z", "device Phone", "by root",
      "service sshd", "from 192.0.2.7",
    ])
    #expect(lines(ChangeNotice(event, of: user, at: 1_795_503_004)) == Array(full.prefix(4)))
  }

  @Test("Nothing foreign ends a line or steers a terminal")
  func foreign() throws {
    let user = try #require(UserName(Array("a\nevent removed-device\u{1B}[2J\u{7F}".utf8)))
    let text = lines(ChangeNotice(.newDevice, of: user, at: 1))
    #expect(text.count == 4 && text[1] == "user a?event removed-device?[2J?")
  }
}
