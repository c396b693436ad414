import Countersign
import Words

/// Who decides, as each server has it.
struct DecisionText {
  let servers: [DirectoryServerFacts]
  let login: DirectoryLogin

  var lines: [String] {
    TableText.lines(servers.map { [DisplayText.of($0.server.text), sentence($0)] })
  }

  private func sentence(_ facts: DirectoryServerFacts) -> String {
    switch facts.standing {
    case .fault(let fault): return Complaint(fault, at: facts.server, login).error
    case .noBase: return Complaint(.noBase, at: facts.server, login).error
    case .otherVersion: return said("has an entry of a version that this one does not know")
    case .site(let site):
      if let former = DeciderName.formerly(site.deciders) {
        return said("nobody decides: the decision is on its way from \(DeciderName.text(former))")
      }
      guard facts.decides else { return said("a copy: \(DeciderName.text(site.deciders)) decides") }
      guard let takeover = site.takeover else { return said("decides") }
      return said("decides, since it took over at \(TimeText.second(takeover))")
    }
  }
}
