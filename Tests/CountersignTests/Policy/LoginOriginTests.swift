import Testing

@testable import Countersign

@Suite struct LoginOriginTests {
  @Test("Only what certainly is at the machine is local", arguments: [
    (nil, "tty1", .local), (nil, "/dev/tty63", .local), ("", "tty1", .local), (nil, "ttyS0", .local),
    (nil, "/dev/ttyUSB1", .local), (nil, "console", .local),
    (nil, "hvc0", .local), (nil, ":0", .local), (nil, ":0.0", .local), (nil, ":1", .remote),
    (nil, ":10", .remote), (nil, "localhost:10.0", .remote), (nil, "pts/0", .remote), (nil, "/dev/pts/0", .remote),
    (nil, "ssh", .remote), (nil, nil, .remote), (nil, "", .remote), (nil, "ttyp0", .remote), (nil, "tty", .remote),
    (nil, "/dev/tty", .remote), (nil, "/tmp/tty1", .remote), (nil, "tty1/../pts", .remote), (nil, "/dev//dev/tty1", .remote),
    ("192.0.2.7", "tty1", .remote), ("host.example", ":0", .remote), (nil, "tty1234", .remote), (nil, "ttyS", .remote),
  ] as [(String?, String?, LoginOrigin)])
  func origins(host: String?, terminal: String?, origin: LoginOrigin) {
    #expect(LoginOrigin(host: host.map { Array($0.utf8) }, terminal: terminal.map { Array($0.utf8) }) == origin)
  }
}
