import CPosix
import Foundation
import Testing

/// Waiting for the companion while somebody may type at the terminal; a pipe stands for the terminal.
@Suite struct AwaitedPacketTests {
  private let socket: (own: Int32, other: Int32)
  private let terminal: (own: Int32, other: Int32)

  init() throws {
    var ends: [Int32] = [-1, -1]
    // SAFETY: both calls fill two descriptors.
    try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
    socket = (ends[0], ends[1])
    try #require(unsafe pipe(&ends) == 0)
    try #require(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
    terminal = (ends[0], ends[1])
  }

  private func end() {
    for number in [socket.own, socket.other, terminal.own, terminal.other] { close(number) }
  }

  private func send(_ text: String, to number: Int32) throws {
    let bytes = Array(text.utf8)
    // SAFETY: the pointer is to as many bytes.
    try #require(unsafe write(number, bytes, bytes.count) == bytes.count)
  }

  /// What is left to read.
  private func rest() -> Int {
    var bytes = [UInt8](repeating: 0, count: 64)
    // SAFETY: the pointer is to as many bytes.
    return unsafe read(terminal.own, &bytes, bytes.count)
  }

  private var waited: Int32 { cs_await_packet(socket.own, terminal.own, 60) }

  @Test("A packet ends the wait, and so does the end of the other side")
  func packets() throws {
    defer { end() }
    try send("m", to: socket.other)
    #expect(waited == Int32(cs_await_packet_came))
    #expect(cs_await_packet(socket.own, -1, 60) == Int32(cs_await_packet_came))
  }

  @Test("Enter ends it, and what was typed is gone", arguments: ["\n", "123456\n", String(repeating: "x", count: 999) + "\n"])
  func enter(text: String) throws {
    defer { end() }
    try send(text, to: terminal.other)
    #expect(waited == Int32(cs_await_given_up))
    #expect(rest() == -1)
  }

  @Test("A packet that is there goes before what was typed, which stays")
  func both() throws {
    defer { end() }
    try send("m", to: socket.other)
    try send("\n", to: terminal.other)
    #expect(waited == Int32(cs_await_packet_came))
    #expect(rest() == 1)
  }

  @Test("When the time is over, nothing came")
  func deadline() throws {
    defer { end() }
    #expect(cs_await_packet(socket.own, terminal.own, 0) == -ETIMEDOUT)
  }

  @Test("Variables of the environment are found by their whole name")
  func variables() {
    func length(_ name: String) -> Int? {
      let bytes = Array(name.utf8)
      var length = 0
      // SAFETY: the name comes with its count; the value is only looked at for being there.
      return unsafe cs_caller_variable(bytes, bytes.count, &length) == nil ? nil : length
    }
    #expect(length("PATH") == ProcessInfo.processInfo.environment["PATH"]?.utf8.count)
    #expect(length("PAT") == nil)
    #expect(length("PATH=") == nil)
    #expect(length("COUNTERSIGN_NO_SUCH_VARIABLE") == nil)
  }
}
