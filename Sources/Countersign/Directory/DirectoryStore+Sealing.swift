extension DirectoryStore {
  /// Under which of the site keys an entry is: its record, each secret in that, and its state.
  enum Sealing {
    /// All of it is under the current key, and opens.
    case current
    /// Some of it is under the retiring key, and opens; this is what has to be written.
    case retiring(UserRecord, UserState)
    case unreadable(StoreFailure)
  }

  /// Finds out under which key an entry is. What a takeover makes of its state is left out: it is stored nowhere.
  func sealing(_ found: DirectoryUser) -> Sealing {
    do throws(StoreFailure) {
      let read = try record(found)
      guard let state = try self.state(found) else { return .unreadable(.damagedState) }
      let isStateCurrent = try self.state(found, under: keys.current) != nil
      do throws(SealFailure) {
        guard read.key.identifier == keys.current.identifier, isStateCurrent else {
          return .retiring(try read.record(under: keys.current), state)
        }
        for device in read.record.devices { _ = try device.openSecret(of: found.name, key: keys.current.key) }
        return .current
      } catch {
        return .unreadable(.seal(error))
      }
    } catch {
      return .unreadable(error)
    }
  }
}
