import CDirectory
import CPosix
import Countersign

/// Tries the servers in their order, each in a child that the kernel ends when its time is over: libldap waits for
/// names and for TLS as long as it takes.
struct ServerRound {
  let settings: DirectorySettings
  let purpose: DirectoryPurpose

  /// In seconds, from looking up the name to TLS.
  private static let patience: UInt32 = 2

  /// - Returns: `nil` when a server has served, to whatever end, and otherwise why none has.
  func conduct(with wire: Wire) -> DirectoryFault? {
    var fault: DirectoryFault?
    for server in settings.servers {
      let turn = cs_take_turn(ServerRound.patience)
      if turn.is_child == 1 {
        serve(server, wire, report: turn.report)
        return nil
      }
      guard turn.word != Int32(cs_turn_ready) else { return nil }
      fault = ServerRound.moreTelling(fault, DirectoryFault(rawValue: UInt8(clamping: turn.word)) ?? .unreachable)
    }
    return fault ?? .badOrder
  }

  private func serve(_ server: DirectoryServer, _ wire: Wire, report: Int32) {
    do throws(DirectoryFault) {
      let connection = try DirectoryConnection(to: server, settings)
      switch purpose {
      case .users:
        let service = DirectoryService(connection: connection, settings: settings, server: server)
        try service.requireDecision()
        cs_say_turn(report, UInt8(cs_turn_ready))
        service.carryOutAll(from: wire)
      case .administration:
        cs_say_turn(report, UInt8(cs_turn_ready))
        AdministrationService(connection: connection).carryOutAll(from: wire)
      }
    } catch {
      cs_say_turn(report, error.rawValue)
    }
  }

  /// Of two servers' faults the one that an administrator has to know: that one is away is the least of them.
  static func moreTelling(_ first: DirectoryFault?, _ second: DirectoryFault) -> DirectoryFault {
    guard let first else { return second }
    return first == .unreachable ? second : first
  }
}
