import Countersign
import SecurityKeys

/// Questions to an SSH agent, of which nothing is expected but that it may say anything, or nothing, or for ever.
struct AgentTalk: ~Copyable {
  private static let second: Int64 = 1_000_000_000

  private let socket: AgentSocket

  init(_ path: [UInt8], as user: UInt32) throws(AgentTrouble) {
    do throws(SystemFailure) { socket = try AgentSocket(path, as: user) } catch {
      throw error.errno == .notPermitted ? .foreign : .notReached
    }
  }

  /// Asks, and takes one answer of bounded length in bounded time.
  borrowing func ask(_ request: [UInt8], seconds: UInt32) throws(AgentTrouble) -> AgentMessage {
    let deadline: Int64
    do throws(SystemFailure) {
      deadline = try Clock.monotonicNanoseconds() + Int64(seconds) * AgentTalk.second
      try socket.send(request)
    } catch {
      throw .notReached
    }
    guard let length = AgentMessage.length(try take(4, until: deadline)),
      let answer = AgentMessage(try take(length, until: deadline))
    else { throw .malformed }
    return answer
  }

  private borrowing func take(_ count: Int, until deadline: Int64) throws(AgentTrouble) -> [UInt8] {
    var taken: [UInt8] = []
    while taken.count < count {
      let arrival: AgentSocket.Arrival
      do throws(SystemFailure) {
        arrival = try socket.receive(atMost: count - taken.count, until: deadline)
      } catch {
        throw .notReached
      }
      switch arrival {
      case .bytes(let bytes): taken += bytes
      case .ended: throw .malformed
      case .timeIsOver: throw .timeIsOver
      case .left: throw .left
      }
    }
    return taken
  }
}
