import CFido2
import Countersign
import SecurityKeys

/// Started with one order on its standard input; see `SecurityKeys/Program`. It talks to keys as an account that owns
/// nothing, and what it says is checked by whoever started it.
@main
enum Main {
  static func main() {
    CommandProcess.prepare()
    let client = Client(socket: .ofStandardInput())
    do throws(Silence) {
      guard let order = try client.order() else { return }
      cs_keys_prepare()
      guard cs_keys_confine() == 0 else { return client.end(.failed(.failed, triesLeft: nil)) }
      let report = try KeyTask(order).carryOut(client)
      client.end(report)
      cs_keys_release()
    } catch {
      // Nobody is there to be told.
      cs_keys_release()
    }
  }
}
