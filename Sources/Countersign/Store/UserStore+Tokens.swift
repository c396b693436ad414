/// The inventory of hardware tokens: a directory `tokens` beside those of the users, with a record for each token.
///
/// Logins never look at it. Who has a token is decided by the user's record alone, so that no token can have two
/// owners, whatever was killed: a token is given by writing its record first and then the user's, and comes back by
/// writing the user's record between two writes of its own, the first of which keeps the counter. All of it happens
/// under the lock of administration.
extension UserStore {
  private static var tokens: FilePath { FilePath("tokens") }

  // MARK: Reading

  /// Opens and checks the inventory's directory.
  ///
  /// - Returns: `nil` where there is none, which is an empty inventory.
  borrowing func openTokens() throws(StoreFailure) -> CheckedDirectory? {
    do throws(StoreFailure) {
      return try CheckedDirectory(UserStore.tokens, below: base, place: .tokensDirectory, owner: location.owner)
    } catch {
      guard error == .unfit(.tokensDirectory, .missing) else { throw error }
      return nil
    }
  }

  /// The serial numbers of all tokens, in byte order.
  public borrowing func tokenSerials() throws(StoreFailure) -> [TokenSerial] {
    guard let directory = try openTokens() else { return [] }
    let names: [[UInt8]]
    do { names = try directory.descriptor.names() } catch { throw .system(.tokensDirectory, error) }
    return names.compactMap { PercentEncoding.decode($0[...]).flatMap { TokenSerial($0) } }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// A token of the inventory.
  ///
  /// - Returns: `nil` only when there is no file of that name.
  public borrowing func token(_ serial: TokenSerial) throws(StoreFailure) -> HardwareToken? {
    try readToken(serial)?.token
  }

  /// Who has a token. A record that cannot be read is taken to have it.
  public borrowing func standing(of token: HardwareToken) -> TokenStanding {
    guard let assignment = token.assignment else { return .free }
    let record: UserRecord?
    do { record = try self.record(of: assignment.user) } catch { return .assigned(assignment) }
    let hasIt = record?.devices.contains { $0.serial == token.serial } ?? false
    return hasIt ? .assigned(assignment) : .left(assignment)
  }

  /// Opens a token's secret, for checking the code that confirms an assignment.
  public borrowing func secret(of serial: TokenSerial) throws(AdministrationFailure) -> SecretBytes {
    let read: ReadToken?
    do { read = try readToken(serial) } catch { throw .store(error) }
    guard let read else { throw .noSuchToken }
    do { return try read.token.openSecret(key: read.key.key) } catch { throw .store(.seal(error)) }
  }

  /// A token with the key that its record is under.
  struct ReadToken {
    let token: HardwareToken
    let key: SharedSealKey

    /// The token as it is to be written: sealed anew, unless it is under this key already.
    func token(under current: borrowing SealKey) throws(SealFailure) -> HardwareToken {
      guard key.identifier != current.identifier else { return token }
      var resealed = token
      try resealed.reseal(from: key.key, to: current)
      return resealed
    }
  }

  /// Reads a token, whatever a rotation of the host key does meanwhile.
  borrowing func readToken(_ serial: TokenSerial) throws(StoreFailure) -> ReadToken? {
    var keys = try loadKeys()
    for _ in 0..<UserStore.mostReloads {
      do throws(StoreFailure) {
        return try readToken(serial, keys: keys)
      } catch {
        guard error == .malformedToken(.notAuthentic) else { throw error }
        let fresh = try loadKeys()
        guard !fresh.isSame(as: keys) else { throw error }
        keys = fresh
      }
    }
    return try readToken(serial, keys: keys)
  }

  borrowing func readToken(_ serial: TokenSerial, keys: SealKeyRing) throws(StoreFailure) -> ReadToken? {
    guard let directory = try openTokens() else { return nil }
    let file: CheckedFile
    do throws(StoreFailure) {
      file = try CheckedFile(
        FilePath(serial.fileName), in: directory, mode: .read, place: .token, owner: location.owner,
        sizes: 1...RecordFormat.largestSize)
    } catch {
      if error == .unfit(.token, .missing) { return nil }
      throw error
    }
    let text = try file.content(place: .token)
    do throws(StoreFailure) {
      let token = try RecordReader.readToken(text, serial: serial, key: keys.current.key)
      return ReadToken(token: token, key: keys.current)
    } catch {
      guard error == .malformedToken(.notAuthentic), let retiring = keys.retiring else { throw error }
      let token = try RecordReader.readToken(text, serial: serial, key: retiring.key)
      return ReadToken(token: token, key: retiring)
    }
  }

  // MARK: Writing

  /// Puts a token's record on the disk. The caller holds the ``AdministrationLock`` that has the key.
  borrowing func write(_ token: HardwareToken, under key: borrowing SealKey) throws(StoreFailure) {
    guard let directory = try openTokens() else { throw .unfit(.tokensDirectory, .missing) }
    guard let text = TokenFormat.write(token, key: key) else { throw .malformedToken(.otherUser) }
    try AtomicReplacement.write(text.span, to: FilePath(token.serial.fileName), in: directory, place: .token)
  }

  /// Takes a token into the inventory, whose directory is made if there is none.
  ///
  /// - Parameter secret: 1 to 128 bytes.
  /// - Throws: `.serialTaken` when there is another token of that serial number.
  public borrowing func addToken(
    _ new: NewToken, secret: borrowing SecretBytes
  ) throws(AdministrationFailure) -> AddedToken {
    let lock = try storing { () throws(StoreFailure) in try AdministrationLock(of: self) }
    defer { withExtendedLifetime(lock) {} }
    let keys = lock.keys
    let outcome = try outcome(of: new, secret, keys)
    guard case .added(let token) = outcome else { return outcome }
    try storing { () throws(StoreFailure) in
      try makeTokensDirectory()
      try write(token, under: keys.current.key)
    }
    return outcome
  }

  /// Finds out what ``addToken(_:secret:)`` would do, and writes nothing.
  public borrowing func rehearseToken(
    _ new: NewToken, secret: borrowing SecretBytes
  ) throws(AdministrationFailure) -> AddedToken {
    let keys = try storing { () throws(StoreFailure) in try loadKeys() }
    return try outcome(of: new, secret, keys)
  }

  private borrowing func outcome(
    of new: NewToken, _ secret: borrowing SecretBytes, _ keys: SealKeyRing
  ) throws(AdministrationFailure) -> AddedToken {
    if let read = try storing({ () throws(StoreFailure) in try readToken(new.serial, keys: keys) }) {
      let known: SecretBytes
      do { known = try read.token.openSecret(key: read.key.key) } catch { throw .store(.seal(error)) }
      guard ConstantTime.equal(known.bytes, secret.bytes), read.token.kind == new.kind else { throw .serialTaken }
      return .alreadyThere(read.token)
    }
    do throws(SealFailure) {
      return .added(try HardwareToken(new, secret: secret.bytes, key: keys.current.key))
    } catch {
      throw .store(.seal(error))
    }
  }

  private borrowing func makeTokensDirectory() throws(StoreFailure) {
    if try openTokens() != nil { return }
    let base = try openBase()
    do throws(SystemFailure) {
      try base.descriptor.makeDirectory(UserStore.tokens, permissions: 0o700)
      let made = try base.descriptor.open(UserStore.tokens, .directory)
      // The umask of the administrator's shell could have taken bits away.
      try made.setPermissions(0o700)
      try base.descriptor.synchronize()
    } catch {
      throw .system(.tokensDirectory, error)
    }
  }

  /// Takes a token that nobody has out of the inventory, for ever.
  public borrowing func removeToken(_ serial: TokenSerial) throws(AdministrationFailure) {
    let lock = try storing { () throws(StoreFailure) in try AdministrationLock(of: self) }
    defer { withExtendedLifetime(lock) {} }
    let keys = lock.keys
    guard let read = try storing({ () throws(StoreFailure) in try readToken(serial, keys: keys) }),
      let directory = try storing({ () throws(StoreFailure) in try openTokens() })
    else { throw .noSuchToken }
    if case .assigned(let assignment) = standing(of: read.token) { throw .tokenInUse(assignment.user) }
    do throws(SystemFailure) {
      try directory.descriptor.unlink(FilePath(serial.fileName))
      try directory.descriptor.synchronize()
    } catch {
      throw .store(.system(.token, error))
    }
  }
}
