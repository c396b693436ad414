import Countersign
import Words

/// Whether the servers of a policy make one directory together.
struct DirectorySiteCheck {
  let servers: [DirectoryServerFacts]
  let usesDirectory: Bool

  var findings: [Finding] { decision + copies + store }

  private var decision: [Finding] {
    let deciding = servers.filter(\.decides)
    if deciding.count > 1, Set(deciding.map(\.site?.deciders)).count > 1 {
      return [
        .fail(
          "directory-decision",
          "more than one decides: \(DeciderName.text(deciding.map(\.name))); a code may count twice",
          cure: "keep all but one from their hosts, and find out why they do not copy each other")
      ]
    }
    guard deciding.isEmpty else { return [.ok("directory-decision", "one of them decides")] }
    let settled = servers.compactMap(\.site?.deciders).filter { DeciderName.formerly($0) == nil }
    let named = Set(settled.joined()).sorted { $0.lexicographicallyPrecedes($1) }
    guard !named.isEmpty else {
      return [
        .fail(
          "directory-decision", "no server that was reached decides, so every code is refused",
          cure: "put the servers right that are told above")
      ]
    }
    return [
      .fail(
        "directory-decision", "\(DeciderName.text(named)) decides, and was not reached by that address",
        cure: "put it into Directory as it is written here; if it is gone: countersign directory decider --takeover")
    ]
  }

  private var copies: [Finding] {
    let views = servers.compactMap(\.site).map { Set($0.deciders) }
    guard views.count > 1 else { return [] }
    guard Set(views).count > 1 else {
      return [.ok("directory-copies", "all that were reached name the same one")]
    }
    return [
      .warn(
        "directory-copies", "they do not agree on who decides", cure: """
          wait a moment and run it again; if that helps nothing, they do not copy each other: look at their logs
          """)
    ]
  }

  private var store: [Finding] {
    guard !usesDirectory else { return [] }
    return [
      .warn(
        "directory-store", "the policy has no Store ldap: users are in the files of this host",
        cure: "put it there when all else is right")
    ]
  }
}
