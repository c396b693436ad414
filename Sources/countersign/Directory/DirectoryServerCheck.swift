import Countersign
import Words

/// Whether one server serves this host as it should.
struct DirectoryServerCheck {
  let facts: DirectoryServerFacts
  /// Whether another server of the policy decides.
  let anotherDecides: Bool
  let login: DirectoryLogin
  let base: [UInt8]
  let now: UInt64

  private var name: String { DisplayText.of(facts.server.text) }
  private var entry: String { DisplayText.of(base) }

  var findings: [Finding] {
    switch facts.standing {
    case .fault(let fault): [finding(of: fault)]
    case .noBase(let knowsSchema): reached + [missing(knowsSchema)]
    case .otherVersion:
      reached + [
        .fail(
          "directory-base", "\(entry) is of a version that this one does not know",
          cure: "a newer countersign has made it; install that here")
      ]
    case .site(let site): reached + [.ok("directory-base", "\(entry) is there")] + findings(of: site)
    }
  }

  private func finding(of fault: DirectoryFault) -> Finding {
    let complaint = Complaint(fault, at: facts.server, login)
    let (text, cure) = (Message(verbatim: complaint.error), Message(verbatim: complaint.hint))
    // Where another one takes codes, nobody notices; until that one fails, too.
    if fault == .unreachable, anotherDecides { return .warn("directory-server", text, cure: cure) }
    return .fail("directory-server", text, cure: cure)
  }

  private var reached: [Finding] {
    let who = Complaint.who(login)
    guard facts.server.isLocal else {
      return [.ok("directory-server", "its certificate is right, and it takes us for \(who)")]
    }
    return [.ok("directory-server", "it is on this machine, and takes us for \(who)")]
  }

  private func missing(_ knowsSchema: Bool?) -> Finding {
    guard knowsSchema != false else {
      return .fail(
        "directory-base", "it does not know the schema", cure: "countersign directory init loads it, or says how")
    }
    return .fail(
      "directory-base", "there is no \(entry), or \(Complaint.who(login)) may not see it",
      cure: "countersign directory init makes it; --print shows the rights that hosts need")
  }

  private func findings(of site: DirectoryServerFacts.Site) -> [Finding] {
    guard facts.decides else {
      guard let former = DeciderName.formerly(site.deciders) else {
        return [.ok("directory-decider", "it does not decide, but \(DeciderName.text(site.deciders))")]
      }
      return [
        .fail(
          "directory-decider", "nobody decides: the decision is on its way from \(DeciderName.text(former))",
          cure: "let countersign directory decider --move end, or run it again")
      ]
    }
    return [.ok("directory-decider", "it decides: codes are taken here")] + takeover(site) + rights(site)
  }

  private func takeover(_ site: DirectoryServerFacts.Site) -> [Finding] {
    guard let takeover = site.takeover, takeover > now else { return [] }
    let time = TimeText.second(takeover)
    return [
      .fail(
        "directory-clock", "by this clock it takes over at \(time) only; until then no code counts",
        cure: "look at the clocks of this host and of the one that ran countersign directory decider")
    ]
  }

  private func rights(_ site: DirectoryServerFacts.Site) -> [Finding] {
    let who = Complaint.who(login)
    let cure: Message = "countersign directory init --print shows the rights that hosts need"
    switch site.rights {
    case .some(let rights) where !rights.state:
      return [.fail("directory-rights", "\(who) may not write states, so every code is refused", cure: cure)]
    case .some(let rights) where rights.record:
      return [
        .warn(
          "directory-rights", "\(who) may write records, too: whoever is root here can enrol anybody at the whole site",
          cure: "that is right for a host where people are enrolled, and for no other")
      ]
    case .some: return [.ok("directory-rights", "\(who) may write states, and no records")]
    case .none: return [.fail("directory-rights", "what \(who) may write cannot be found out", cure: cure)]
    }
  }
}
