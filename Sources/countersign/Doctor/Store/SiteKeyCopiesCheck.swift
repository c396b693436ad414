import Words

/// Whether the site key lies where backups of `/etc` take it along. What it seals is not on this host.
struct SiteKeyCopiesCheck {
  let key: String
  let tracking: KeyCopiesCheck.Tracking

  var finding: Finding {
    let check = "site-key-copies"
    switch tracking {
    case .none, .ignored: return .ok(check, "the site key lies in no repository")
    case .tracked(let repository):
      return .fail(
        check, "the site key is in the history of \(repository), with whoever may read that",
        cure: """
          git -C /etc rm --cached countersign/site.key, put /countersign/site.key into /etc/.gitignore, then \
          countersign directory rotate-key
          """)
    case .notIgnored(let repository):
      return .warn(
        check, "the next commit in \(repository) takes the site key along",
        cure: "put /countersign/site.key into /etc/.gitignore")
    case .unknown(let repository):
      return .warn(
        check, "/etc is kept in \(repository), which could not be looked into",
        cure: "make sure that it leaves \(key) out")
    }
  }
}
