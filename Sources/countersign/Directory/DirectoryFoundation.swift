import Countersign
import Words

/// What a site needs before its first user: the site key, the schema, and the entries above all users.
struct DirectoryFoundation {
  let site: DirectorySite
  let deciders: [[UInt8]]
  /// The server where all of it is made.
  let server: DirectoryServer

  /// - Parameter deciders: addresses as they were typed; none for the first server.
  init(_ site: DirectorySite, deciders: [String]) throws(Complaint) {
    guard let server = site.settings.servers.first else {
      throw Complaint(noDirectoryAt: site.location)
    }
    var names: [[UInt8]] = []
    for text in deciders { names.append(try DeciderName.of(text, on: site.host)) }
    self.site = site
    self.server = server
    self.deciders = names.isEmpty ? [site.name(of: server)] : names
    guard names.isEmpty, server.isLocal, site.settings.servers.count > 1 else { return }
    let own = DisplayText.of(site.name(of: server))
    Terminal.warn("only this machine knows its server as \(own); --decider gives the address by which others do")
  }

  // MARK: The entries

  /// What the entry above all users has of ours.
  ///
  /// - Parameter kinds: of what other classes it is, if it is made here.
  func siteAttributes(_ kinds: [String] = []) -> [DirectoryChange] {
    [
      DirectoryChange(.add, "objectClass", kinds + ["countersignSite"]),
      DirectoryChange(.add, "countersignFormat", ["1"]),
      DirectoryChange(.add, Array("countersignDecider".utf8), deciders),
    ]
  }

  /// All of it.
  ///
  /// - Throws: for a name that is no unit's; such an entry has to be there.
  func baseAttributes() throws(Complaint) -> [DirectoryChange] {
    guard let level = site.base.first, level.type.lowercased() == "ou" else {
      throw Complaint(
        "\(DisplayText.of(site.settings.base)) cannot be made here, as it does not begin with ou=",
        hint: "make it with ldapadd, as an entry of whatever kind, and run this again")
    }
    return siteAttributes(["organizationalUnit"]) + [DirectoryChange(.add, "ou", [level.value])]
  }

  var tokensName: String { "ou=tokens,\(site.base.text)" }

  let tokensAttributes = [
    DirectoryChange(.add, "objectClass", ["organizationalUnit"]), DirectoryChange(.add, "ou", ["tokens"]),
  ]

  // MARK: Making them

  func carryOut() throws(Complaint) {
    try makeKey()
    let client = try attempting { () throws(DirectoryFault) in try site.connect(to: server) }
    try loadSchema(client)
    try makeBase(client)
    try makeTokens(client)
  }

  private func makeKey() throws(Complaint) {
    let path = StorePaths(site.location, nil)[.siteKey]
    let isNew: Bool
    do { isNew = try StoreFounding.foundSiteKey(site.location) } catch {
      throw Complaint(error, user: nil, at: site.location)
    }
    guard isNew else { return try Terminal.current.say("\(path): there already.") }
    try Terminal.current.say("\(path): made.")
    Terminal.advise("""
      every other host of the site needs the same file; copy it by a way that nobody can read, such as scp as root
      """)
  }

  private func loadSchema(_ client: borrowing DirectoryClient) throws(Complaint) {
    let name = DisplayText.of(server.text)
    let isKnown = try attempting { () throws(DirectoryFault) in try client.knowsSchema() }
    if isKnown == true { return try Terminal.current.say("Schema: \(name) knows it already.") }
    guard server.isLocal, try loadLocally() else {
      throw Complaint(
        "\(name) does not know the schema, and it cannot be loaded from here",
        hint: "as root of that machine: countersign directory schema | ldapadd -Y EXTERNAL -H ldapi:///")
    }
    try Terminal.current.say("Schema: loaded into \(name).")
  }

  /// As root of this machine, to whom slapd's configuration mostly belongs.
  ///
  /// - Returns: whether it is loaded.
  private func loadLocally() throws(Complaint) -> Bool {
    guard
      let settings = DirectorySettings(
        servers: [server], base: site.settings.base, login: .external, authority: [])
    else { return false }
    do throws(DirectoryFault) {
      let client = try DirectoryClient(server, settings, at: site.location)
      guard let top = try client.look("")?.texts("configContext").first else { return false }
      let entry = "\(DirectorySchema.entryName),\(top)"
      let outcome = try client.add(entry, DirectorySchema.attributes)
      return outcome == .done || outcome == .exists
    } catch {
      return false
    }
  }

  private func makeBase(_ client: borrowing DirectoryClient) throws(Complaint) {
    let base = site.base.text
    let shown = DisplayText.of(site.settings.base)
    let found = try attempting { () throws(DirectoryFault) in try client.look(base) }
    guard let found else {
      let attributes = try baseAttributes()
      let outcome = try attempting { () throws(DirectoryFault) in try client.add(base, attributes) }
      try require(outcome, base)
      return try Terminal.current.say("\(shown): made; \(DeciderName.text(deciders)) decides.")
    }
    guard found.has("countersignSite") else {
      let outcome = try attempting { () throws(DirectoryFault) in try client.change(base, siteAttributes()) }
      try require(outcome, base)
      return try Terminal.current.say("\(shown): was there, and is made ours; \(DeciderName.text(deciders)) decides.")
    }
    guard found.isOurs else {
      throw Complaint(
        "\(shown) is of a version that this one does not know",
        hint: "a newer countersign has made it; install that here")
    }
    try Terminal.current.say("\(shown): there already; \(DeciderName.text(found.deciders)) decides.")
  }

  private func makeTokens(_ client: borrowing DirectoryClient) throws(Complaint) {
    let outcome = try attempting { () throws(DirectoryFault) in try client.add(tokensName, tokensAttributes) }
    let shown = DisplayText.of(Array(tokensName.utf8))
    if outcome == .exists { return try Terminal.current.say("\(shown): there already.") }
    try require(outcome, tokensName)
    try Terminal.current.say("\(shown): made.")
  }

  private func require(_ outcome: DirectoryOutcome, _ entry: String) throws(Complaint) {
    guard outcome != .done else { return }
    throw Complaint(outcome, at: server, entry: entry, site.settings.login)
  }

  private func attempting<Value: ~Copyable>(
    _ body: () throws(DirectoryFault) -> Value
  ) throws(Complaint) -> Value {
    do { return try body() } catch { throw Complaint(error, at: server, site.settings.login) }
  }
}
