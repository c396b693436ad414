import CDirectory
import Countersign

/// Started beside a login or by the command, with the settings and then orders on its standard input; see
/// `Countersign/Directory`. It makes nothing of records and states, and has no key that opens them.
@main
enum Main {
  static func main() {
    CommandProcess.prepare()
    let wire = Wire(socket: .ofStandardInput())
    guard let (purpose, settings) = wire.beginning(),
      DirectoryConnection.prepare(for: settings.login)
    else { return refuse(.badOrder, wire) }
    let round = ServerRound(settings: settings, purpose: purpose)
    if let fault = round.conduct(with: wire) { refuse(fault, wire) }
  }

  /// Takes the order first: closing a socket with something unread resets the other end, which reads nothing then.
  private static func refuse(_ fault: DirectoryFault, _ wire: Wire) {
    _ = wire.order()
    // For both purposes it is the same packet.
    wire.send(DirectoryReply.fault(fault))
  }
}
