/// Lets the companion talk with the person: passes its questions and messages on, and the answers back.
struct CompanionTalk {
  /// How it came to an end.
  enum Ending {
    /// What the companion says of it; what the bytes mean is a matter of the order.
    case told([UInt8])
    /// The person would rather do something else than wait.
    case givenUp
    case conversationFailed(ConversationFailure)
    case failed(StoreFailure)
  }

  /// More packets than any of its talks has.
  static let mostPackets = 100
  /// In seconds, for a packet that needs nobody's deed.
  static let patience: UInt32 = 30

  let order: CompanionOrder
  let location: StoreLocation

  /// - Parameters:
  ///   - seconds: how long to wait for a packet.
  ///   - terminal: where somebody may give a wait up.
  @inline(never)
  func conduct(
    _ conversation: inout some Conversation & ~Copyable, waiting seconds: UInt32,
    at terminal: borrowing WatchedTerminal
  ) -> Ending {
    do throws(StoreFailure) {
      let companion = try Companion(order, at: location)
      for _ in 0..<CompanionTalk.mostPackets {
        guard try companion.isThere(within: seconds, terminal) else { return .givenUp }
        let packet = try companion.receive()
        switch packet.kind {
        case .ending: return .told(packet.text.bytes.indices.map { packet.text.bytes[$0] })
        case .logLine: conversation.log(packet.text.bytes)
        case .message: conversation.show(packet.text, isError: false)
        case .errorMessage: conversation.show(packet.text, isError: true)
        case .hiddenQuestion, .openQuestion, .earlierAnswer, .forwarded:
          do throws(ConversationFailure) {
            if let failure = try settle(packet, companion, &conversation) { return .failed(failure) }
          } catch {
            return .conversationFailed(error)
          }
        }
      }
      return .failed(.system(.companion, SystemFailure(.read, .invalid)))
    } catch {
      return .failed(error)
    }
  }

  /// Gives the companion what it asks for.
  ///
  /// - Returns: why it could not be given.
  private func settle(
    _ packet: borrowing CompanionPacket, _ companion: borrowing Companion,
    _ conversation: inout some Conversation & ~Copyable
  ) throws(ConversationFailure) -> StoreFailure? {
    if packet.kind == .forwarded {
      try conversation.forward(packet.text.bytes)
      return nil
    }
    if packet.kind == .earlierAnswer {
      guard let answer = try conversation.earlierAnswer() else { return companion.give(.none) }
      return companion.give(.answer, answer)
    }
    let answer = try conversation.ask(packet.text, echo: packet.kind == .openQuestion)
    // A login that is handed over is judged by the other side.
    if case .login = order.purpose, !conversation.isAboutSameUser() { return companion.give(.otherUser) }
    return companion.give(.answer, answer)
  }
}

extension Companion {
  /// Whether a packet came, and nobody gave up waiting for it.
  fileprivate borrowing func isThere(
    within seconds: UInt32, _ terminal: borrowing WatchedTerminal
  ) throws(StoreFailure) -> Bool {
    do { return try socket.awaitPacket(seconds: seconds, at: terminal) } catch { throw .system(.companion, error) }
  }

  /// Hands something over, behind a byte that makes it no empty packet, which would be the end.
  ///
  /// - Returns: why it could not.
  fileprivate borrowing func give(_ kind: CompanionAnswer, _ answer: borrowing SecretBytes) -> StoreFailure? {
    do throws(SystemFailure) {
      var packet = try SecretBytes(capacity: answer.count + 1)
      packet.append(kind.rawValue)
      packet.append(answer.bytes)
      try socket.send(packet.bytes)
      return nil
    } catch {
      return .system(.companion, error)
    }
  }

  fileprivate borrowing func give(_ kind: CompanionAnswer) -> StoreFailure? {
    do { try socket.send([kind.rawValue].span) } catch { return .system(.companion, error) }
    return nil
  }
}
