import Countersign

/// A connection to one server for administration, by the program that speaks to directories.
struct DirectoryClient: ~Copyable {
  let server: DirectoryServer
  private let program: PacketProgram

  /// The program bounds each of its steps by 5 s; this is for one that hangs all the same.
  private static let patience: Int32 = 15_000

  /// Begins to connect; whether that succeeds shows with the first question.
  ///
  /// - Parameter settings: how to connect; `server` is the one that is spoken to.
  init(
    _ server: DirectoryServer, _ settings: DirectorySettings, at location: StoreLocation
  ) throws(DirectoryFault) {
    guard
      let own = DirectorySettings(
        servers: [server], base: settings.base, login: settings.login, authority: settings.authority)
    else { throw .badOrder }
    program = try DirectoryClient.start(own.packet(for: .administration), location)
    self.server = server
  }

  private static func start(
    _ packet: [UInt8], _ location: StoreLocation
  ) throws(DirectoryFault) -> PacketProgram {
    do throws(SystemFailure) {
      let program = try PacketProgram(startingFirstOf: location.directoryPlaces)
      // One that could not be started has gone, perhaps before this is sent: that is seen when it is waited for.
      try? program.send(packet.span)
      return program
    } catch {
      throw .failed
    }
  }

  /// Reads an entry.
  ///
  /// - Returns: `nil` where there is none, or none that may be seen.
  borrowing func look(_ name: String) throws(DirectoryFault) -> DirectoryEntry? {
    switch try answer(to: .look(Array(name.utf8))) {
    case .entry(let attributes): return DirectoryEntry(attributes)
    case .absent: return nil
    default: throw .malformed
    }
  }

  /// Whether the server knows the schema.
  ///
  /// - Returns: `nil` where it does not say what it knows.
  borrowing func knowsSchema() throws(DirectoryFault) -> Bool? {
    guard let schema = try look("")?.values("subschemaSubentry").first else { return nil }
    switch try answer(to: .knows(objectClass: Array(DirectorySchema.siteClass.utf8), schema: schema)) {
    case .known(let isKnown): return isKnown
    default: throw .malformed
    }
  }

  /// What may be changed in an entry.
  struct Rights: Equatable {
    let state: Bool
    let record: Bool
  }

  /// - Returns: `nil` where there is no such entry.
  borrowing func rights(in name: [UInt8]) throws(DirectoryFault) -> Rights? {
    switch try answer(to: .rights(name)) {
    case .rights(let state, let record): return Rights(state: state, record: record)
    case .absent: return nil
    default: throw .malformed
    }
  }

  borrowing func add(_ name: String, _ attributes: [DirectoryChange]) throws(DirectoryFault) -> DirectoryOutcome {
    try outcome(of: .add(Array(name.utf8), attributes))
  }

  /// All of it or nothing.
  borrowing func change(_ name: String, _ changes: [DirectoryChange]) throws(DirectoryFault) -> DirectoryOutcome {
    try outcome(of: .change(Array(name.utf8), changes))
  }

  private borrowing func outcome(
    of order: DirectoryAdministrationOrder
  ) throws(DirectoryFault) -> DirectoryOutcome {
    guard case .result(let code, let text) = try answer(to: order) else { throw .malformed }
    return DirectoryOutcome(code: code, text: text)
  }

  private borrowing func answer(
    to order: DirectoryAdministrationOrder
  ) throws(DirectoryFault) -> DirectoryAdministrationReply {
    guard order.packet.count <= DirectoryAdministrationOrder.longestPacket else { throw .badOrder }
    let packet: SecretBytes
    do throws(SystemFailure) {
      // Where it has ended, it has said why; that is read next.
      try? program.send(order.packet.span)
      let arrival = try program.receive(
        atMost: DirectoryAdministrationReply.longestPacket, milliseconds: DirectoryClient.patience,
        watchesInput: false)
      guard case .packet(let received) = consume arrival else { throw SystemFailure(.read, .inputOutput) }
      packet = received
    } catch {
      throw .unreachable
    }
    guard let reply = DirectoryAdministrationReply(packet.bytes.map { $0 }) else { throw .malformed }
    if case .fault(let fault) = reply { throw fault }
    return reply
  }
}

extension Span<UInt8> {
  fileprivate func map(_ each: (UInt8) -> UInt8) -> [UInt8] { indices.map { each(self[$0]) } }
}
