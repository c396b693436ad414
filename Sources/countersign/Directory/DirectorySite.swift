import Countersign
import Words

/// What the policy of a host says of the directory, as administration needs it.
struct DirectorySite {
  let location: StoreLocation
  let settings: DirectorySettings
  /// Whether logins of this host go there.
  let usesDirectory: Bool
  /// By what this machine's own server is known to be the one that decides.
  let host: [UInt8]

  /// - Parameter keeper: who binds instead of the host.
  /// - Throws: also where the policy names no directory, and where the program that speaks to it is not there.
  init(_ store: StoreOptions, _ keeper: DirectoryKeeperOptions) throws(Complaint) {
    try Workplace.requireRoot()
    try self.init(Workplace.location(store), keeper)
  }

  private init(_ location: StoreLocation, _ keeper: DirectoryKeeperOptions) throws(Complaint) {
    self.location = location
    host = Host.name
    let policy: Policy
    do { policy = try Policy.ofHost(location) } catch { throw Complaint(error, user: nil, at: location) }
    guard let settings = policy.directory else { throw Complaint(noDirectoryAt: location) }
    let login = try keeper.login() ?? settings.login
    guard let bound = settings.binding(login) else {
      throw Complaint("this is no way to bind", hint: "--bind-name takes the name of an entry")
    }
    self.settings = bound
    usesDirectory = policy.usesDirectory
    try DirectorySite.requireProgram(location)
  }

  private static func requireProgram(_ location: StoreLocation) throws(Complaint) {
    let places = location.directoryPlaces.map { DisplayText.of($0.bytes) }
    guard !places.contains(where: { (try? HostFile.status(of: $0)).flatMap { $0 } != nil }) else { return }
    throw Complaint(
      "the program that speaks to directories is not installed",
      hint: "install.sh puts it there: \(Enumeration.of(places))")
  }

  /// The name of the entry above all users.
  var base: EntryName { EntryName(text: String(decoding: settings.base, as: UTF8.self)) }

  /// By what a server is known as the one that decides.
  func name(of server: DirectoryServer) -> [UInt8] { server.name(on: host) }

  /// Connects to a server.
  func connect(to server: DirectoryServer) throws(DirectoryFault) -> DirectoryClient {
    try DirectoryClient(server, settings, at: location)
  }
}
