import FuzzInput

@testable import Countersign

/// What the program that speaks to a directory is told and what it says, addresses of servers, and states as they stand
/// in a directory. A byte that says which, then the bytes.
@c(LLVMFuzzerTestOneInput)
public func fuzzDirectory(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  switch choice % 5 {
  case 0: readOrder(input.remainder())
  case 1: readReply(input.remainder())
  case 2: readSettings(input.remainder())
  case 3: readServer(input.remainder())
  default: readState(generation: input.number(), input.remainder())
  }
  return 0
}

private func readOrder(_ packet: [UInt8]) {
  guard let order = DirectoryOrder(packet) else { return }
  Claim.check(order.packet == packet, "an order has one spelling")
  Claim.check(packet.count <= DirectoryOrder.longestPacket, "no order is longer than the longest")
}

private func readReply(_ packet: [UInt8]) {
  guard let reply = DirectoryReply(packet) else { return }
  Claim.check(reply.packet == packet, "a reply has one spelling")
  Claim.check(packet.count <= DirectoryReply.longestPacket, "no reply is longer than the longest")
}

private func readSettings(_ packet: [UInt8]) {
  guard let settings = DirectorySettings(packet) else { return }
  Claim.check(settings.packet == packet, "settings have one spelling")
  Claim.check((1...DirectorySettings.mostServers).contains(settings.servers.count), "there is a server, and not too many")
  for server in settings.servers { readServer(server.text) }
  let isLocal = settings.servers.allSatisfy { $0.isLocal }
  Claim.check(settings.login != .external || isLocal, "nobody says by a network who connects")
  let entry = settings.entry(of: FuzzStore.user)
  Claim.check(entry == Array("countersignName=alice,".utf8) + settings.base, "a user's entry is below the base")
}

private func readServer(_ text: [UInt8]) {
  guard let server = DirectoryServer(text) else { return }
  Claim.check(server.text == text, "an address stays as it is written")
  Claim.check(server.isLocal != text.starts(with: Array("ldaps://".utf8)), "a server is reached by TLS or by a socket")
  Claim.check(text.allSatisfy { (0x21...0x7E).contains($0) }, "an address has no blanks and nothing that is not ASCII")
  let name = server.name(on: Array("host".utf8))
  Claim.check(name == (server.isLocal ? Array("ldapi://host".utf8) : text), "a socket has the name of its host")
}

/// As it is, and behind a check value that fits, so that every field is really read.
private func readState(generation: UInt64, _ bytes: [UInt8]) {
  let key = FuzzStore.key()
  check(bytes, generation, key)
  if let whole = authenticated(bytes, generation, key) { check(whole, generation, key) }
}

/// A state that is read is written and read back, and counts for no other generation and nobody else.
private func check(_ bytes: [UInt8], _ generation: UInt64, _ key: borrowing SealKey) {
  let user = FuzzStore.user
  guard let state = read(bytes, generation, user, key) else { return }
  Claim.check(bytes.count <= DirectoryUser.longestState, "a state has room in an entry")
  let written = (try? DirectoryState.encode(state, generation: generation, user: user, key: key)) ?? nil
  let kept = Claim.present(written, "a state that was read is written")
  // Places that nothing is in may have anything in them, and are not written.
  Claim.check(kept.count <= bytes.count, "nothing is added to a state")
  Claim.check(read(kept, generation, user, key) == state, "what is written is read back")
  Claim.check(read(bytes, generation &+ 1, user, key) == nil, "a state is of one generation")
  let other = Claim.present(UserName(Array("bob".utf8)), "bob is a user name")
  Claim.check(read(bytes, generation, other, key) == nil, "a state is of one user")
}

private func read(_ bytes: [UInt8], _ generation: UInt64, _ user: UserName, _ key: borrowing SealKey) -> UserState? {
  let state = try? DirectoryState.decode(bytes, generation: generation, user: user, key: key)
  return state ?? nil
}

/// The bytes with the check value that ``DirectoryState`` describes.
private func authenticated(_ bytes: [UInt8], _ generation: UInt64, _ key: borrowing SealKey) -> [UInt8]? {
  guard let stateKey = try? key.stateKey() else { return nil }
  var message = FuzzStore.user.bytes + [0]
  StateFormat.append(generation, to: &message)
  message += bytes
  var digest = [UInt8](repeating: 0, count: Checksum.length)
  var room = digest.mutableSpan
  HMAC.authenticate(message.span, key: stateKey.bytes, algorithm: .sha256, into: &room)
  return bytes + digest
}
