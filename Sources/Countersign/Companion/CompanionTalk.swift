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
        case .message: conversation.show(packet.text, isError: false)
        case .errorMessage: conversation.show(packet.text, isError: true)
        case .hiddenQuestion, .openQuestion:
          do throws(ConversationFailure) {
            let answer = try conversation.ask(packet.text, echo: packet.kind == .openQuestion)
            if let failure = companion.take(answer) { return .failed(failure) }
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
}

extension Companion {
  /// Whether a packet came, and nobody gave up waiting for it.
  fileprivate borrowing func isThere(
    within seconds: UInt32, _ terminal: borrowing WatchedTerminal
  ) throws(StoreFailure) -> Bool {
    do { return try socket.awaitPacket(seconds: seconds, at: terminal) } catch { throw .system(.companion, error) }
  }

  /// Hands an answer over, behind a byte that makes it no empty packet, which would be the end.
  ///
  /// - Returns: why it could not.
  fileprivate borrowing func take(_ answer: borrowing SecretBytes) -> StoreFailure? {
    do throws(SystemFailure) {
      var packet = try SecretBytes(capacity: answer.count + 1)
      packet.append(UInt8(ascii: "a"))
      packet.append(answer.bytes)
      try socket.send(packet.bytes)
      return nil
    } catch {
      return .system(.companion, error)
    }
  }
}
