/// Seals what a directory has of its users anew under the first site key of this host, while people log in.
///
/// Each user is one modification that names the generation that was read, like any other change: whoever logs in
/// meanwhile is not disturbed, and whatever is interrupted is gone on with by doing it again.
///
/// All hosts have to have both keys before, the new one first. A host that still has the old one first seals states
/// under that again; ``Outcome/sealedByOthers(_:)`` tells of it.
public struct SiteSealing: ~Copyable {
  /// How it ended.
  public enum Outcome: Equatable, Sendable {
    /// What can be read is under the first key.
    case finished
    /// So many users were sealed under the other key again, by hosts that still do so.
    case sealedByOthers(Int)
  }

  private let directory: DirectoryStore

  /// How often all users are looked at. Who logs in while a first look goes on is seen by the second one.
  private static let mostLooks = 4

  /// Opens the directory, and changes nothing.
  ///
  /// - Parameter login: who binds to it instead of the host.
  public init(_ location: StoreLocation, as login: DirectoryLogin?) throws(StoreFailure) {
    let configuration = try StoreRoot(location).configuration()
    let found = try UserStore.directory(location.choosing(.directory), configuration, as: login)
    guard let found else { throw .directory(.badOrder) }
    directory = found
  }

  /// Looks at all users, and changes nothing.
  public borrowing func look() throws(StoreFailure) -> SiteSealingLook {
    var look = SiteSealingLook(directory.keys)
    try directory.visitAllUnchecked { listed in
      switch listed {
      case .found(let found): look.add(found, directory.sealing(found))
      case .flawed(let name): look.addFlawed(name)
      }
      return true
    }
    return look
  }

  /// Seals all users anew who are not under the first key.
  ///
  /// - Parameters:
  ///   - resealed: goes up by one for each who was, also where it ends early.
  ///   - told: is called with the numbers of those sealed and of those to be sealed, after each.
  /// - Throws: `.user` for one who can be read and not be written.
  public borrowing func run(
    resealed: inout Int, telling told: (Int, Int) -> Void
  ) throws(SiteKeyFailure) -> (Outcome, SiteSealingLook) {
    for _ in 0..<SiteSealing.mostLooks {
      let look = try storing { () throws(StoreFailure) in try self.look() }
      guard !look.retiring.isEmpty else { return (.finished, look) }
      for (index, user) in look.retiring.enumerated() {
        if try reseal(user) { resealed += 1 }
        told(index + 1, look.retiring.count)
      }
    }
    let look = try storing { () throws(StoreFailure) in try self.look() }
    return (look.retiring.isEmpty ? .finished : .sealedByOthers(look.retiring.count), look)
  }

  /// - Returns: whether it was still to be done; a login may have done it, or somebody removed the user.
  private borrowing func reseal(_ user: UserName) throws(SiteKeyFailure) -> Bool {
    var turns = DirectoryTurns()
    while true {
      do throws(StoreFailure) {
        // A move that has begun meanwhile is left to its end.
        guard let found = try directory.find(user), found.generation > 0,
          case .retiring(let record, let state) = directory.sealing(found)
        else { return false }
        try directory.write(record, state, after: found.generation)
        return true
      } catch {
        if error == .overtaken, turns.again() { continue }
        // No other user would fare better.
        if case .directory = error { throw .store(error) }
        throw .user(user, error)
      }
    }
  }

  private borrowing func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(SiteKeyFailure) -> Value {
    do { return try body() } catch { throw .store(error) }
  }
}
