import Countersign
import Words

/// Lets a provider decide after the one that did has failed. What that one took last may be missing here, so codes of
/// before count no more.
struct DecisionTakeover {
  let site: DirectorySite
  let target: DecisionTarget
  let consent: ConsentOptions

  /// - Returns: whether there was something to do.
  func carryOut() throws(Complaint) -> Bool {
    let new = try DecisionPlace(target.server, of: site)
    let found = try new.deciders()
    guard !target.isIn(found) else { return false }
    try new.requireWritable()
    let former = (DeciderName.formerly(found) ?? found).filter { !target.names.contains($0) }
    try requireGone(former)
    let old = DeciderName.text(former)
    try consent.require(
      """
      \(old) must be off, or kept from all hosts, for good: if it still takes codes, a code may count twice. Codes of \
      before now count no more, and devices that count need two codes in a row
      """,
      otherwise: "if \(old) still takes codes, a code may count twice", consequence: "\(old) is still named")
    let now = try Workplace.time()
    try new.decide(target.names, insteadOf: found, takeover: GeneralizedTime.text(now))
    return true
  }

  /// Who still answers is not gone, whatever it says.
  private func requireGone(_ names: [[UInt8]]) throws(Complaint) {
    for server in names.compactMap({ DirectoryServer($0) }) {
      do throws(DirectoryFault) {
        _ = try site.connect(to: server).look("")
      } catch {
        if error == .unreachable { continue }
      }
      let name = DisplayText.of(server.text)
      throw Complaint(
        "\(name) still answers", hint: """
          if it works, take --move, which loses nothing; if not, switch it off or close its port, and run this again
          """)
    }
  }
}
