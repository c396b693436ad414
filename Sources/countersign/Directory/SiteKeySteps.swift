import Countersign
import Words

/// The steps in which a site gets another key.
struct SiteKeySteps {
  let site: DirectorySite
  let login: DirectoryLogin?
  let consent: ConsentOptions

  private var path: String { StorePaths(site.location, nil)[.siteKey] }

  // MARK: The file

  func add() throws(Complaint) {
    var file = try open()
    try attempting { () throws(SiteKeyFailure) in try file.add() }
    let (first, second) = SiteKeySteps.texts(file.names)
    record(.addSiteKey, second)
    try Terminal.current.say("Made the site key \(second). It opens, and \(first) seals as before.")
    Terminal.advise("""
      copy \(path) to every host of the site, then run countersign directory rotate-key --use \(second)
      """)
  }

  func use(_ text: String) throws(Complaint) {
    var file = try open()
    let key = SiteKeySteps.name(text)
    let name = DisplayText.of(key)
    guard key != file.names.first else { return try Terminal.current.say("\(name) seals already.") }
    if key == file.names.second {
      try consent.require(
        "A host that has not got the key \(name) yet will refuse who is changed or logs in anywhere from now on",
        otherwise: "a host that has not got the key \(name) yet would refuse who logs in anywhere from now on",
        consequence: "\(DisplayText.of(file.names.first)) seals as before")
    }
    _ = try attempting { () throws(SiteKeyFailure) in try file.use(key) }
    let (first, second) = SiteKeySteps.texts(file.names)
    record(.useSiteKey, first)
    try Terminal.current.say("\(first) seals from now on; \(second) still opens.")
    Terminal.advise("copy \(path) to every host of the site, then run countersign directory rotate-key --seal")
  }

  func drop(_ text: String) throws(Complaint) {
    var file = try open()
    let key = SiteKeySteps.name(text)
    let name = DisplayText.of(key)
    if key == file.names.second {
      // Asked before it is looked: while somebody thinks about it, a host that stayed behind may seal under the key.
      try consent.require(
        "Copies of the directory that were made until now will need a copy of the key \(name)",
        otherwise: "copies of the directory that were made until now would need a copy of the key \(name)",
        consequence: "\(name) still opens")
      try requireFree(name, try examine())
    }
    try attempting { () throws(SiteKeyFailure) in try file.drop(key) }
    record(.dropSiteKey, name)
    try Terminal.current.say("\(name) is gone; \(DisplayText.of(file.names.first)) is the site key now.")
    Terminal.advise("copy \(path) to every host of the site, and to where your copies of it are")
  }

  private func requireFree(_ name: String, _ look: SiteSealingLook) throws(Complaint) {
    tell(look)
    guard look.retiring.isEmpty else {
      let count = look.retiring.count
      throw Complaint(
        Message("\(count) user is still under the key \(name)", "\(count) users are still under the key \(name)",
          count: count),
        hint: "countersign directory rotate-key --seal seals them anew")
    }
    let count = look.unreadable.count
    guard count == 0 else {
      throw Complaint(
        Message(
          "\(count) entry cannot be read, so the key \(name) is kept",
          "\(count) entries cannot be read, so the key \(name) is kept", count: count),
        hint: "mend them first, each as said above")
    }
  }

  // MARK: The users

  /// Beside another command that works on the keys, too.
  func look() throws(Complaint) -> SiteKeyFacts {
    let look = try examine()
    tell(look)
    return SiteKeyFacts(look, resealed: nil)
  }

  /// - Parameter isQuiet: whether nothing is said on the way.
  func seal(isQuiet: Bool) throws(Complaint) -> SiteKeyFacts {
    let file = try open()
    let sealing = try self.sealing()
    let report = SiteKeySteps.progress(isQuiet: isQuiet)
    var resealed = 0
    let (outcome, look) = try attempting { () throws(SiteKeyFailure) in
      defer { if resealed > 0 { record(.sealSite, DisplayText.of(file.names.first), resealed) } }
      return try sealing.run(resealed: &resealed, telling: report)
    }
    tell(look)
    var facts = SiteKeyFacts(look, resealed: resealed)
    if case .sealedByOthers = outcome { facts.areOthersBehind = true }
    return facts
  }

  /// A line for each thousand users, for whoever waits at a terminal.
  private static func progress(isQuiet: Bool) -> (Int, Int) -> Void {
    { done, all in
      guard !isQuiet, done.isMultiple(of: 1_000), done < all else { return }
      Terminal.remark("\(done) of \(all) sealed anew")
    }
  }

  private func examine() throws(Complaint) -> SiteSealingLook {
    let sealing = try self.sealing()
    do throws(StoreFailure) { return try sealing.look() } catch {
      throw Complaint(error, user: nil, at: site.location)
    }
  }

  private func sealing() throws(Complaint) -> SiteSealing {
    do throws(StoreFailure) { return try SiteSealing(site.location, as: login) } catch {
      throw Complaint(error, user: nil, at: site.location)
    }
  }

  private func tell(_ look: SiteSealingLook) {
    for record in look.unreadable {
      let complaint = Complaint(record.failure, user: record.user, at: site.location.choosing(.directory))
      Terminal.warn(Message(verbatim: complaint.error))
      // For each its own: with another site's key, nobody must be told to remove people.
      Terminal.advise(Message(verbatim: complaint.hint))
    }
    for name in look.flawed { Terminal.warn("an entry that is no user's: \(DisplayText.of(name))") }
  }

  // MARK: Both

  private static func name(_ text: String) -> [UInt8] { Array(text.uppercased().utf8) }

  private static func texts(_ names: SiteKeyNames) -> (String, String) {
    (DisplayText.of(names.first), DisplayText.of(names.second ?? []))
  }

  private func open() throws(Complaint) -> SiteKeyFile {
    try attempting { () throws(SiteKeyFailure) in try SiteKeyFile(site.location) }
  }

  private func record(_ action: Administration.Action, _ key: String, _ resealed: Int? = nil) {
    var details = [AuditField("key", .foreign(Array(key.utf8)))]
    if let resealed { details.append(AuditField("resealed", .number(UInt64(clamping: resealed)))) }
    ChangeLog(site.location).record(action, of: nil, details: details)
  }

  private func attempting<Value: ~Copyable>(
    _ body: () throws(SiteKeyFailure) -> Value
  ) throws(Complaint) -> Value {
    do { return try body() } catch { throw Complaint(error, at: site.location) }
  }
}
