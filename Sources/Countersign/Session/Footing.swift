/// What a login stands on: a store, and whom it is about there.
struct Footing: ~Copyable {
  let store: UserStore
  let subject: Subject
  /// Why it is not the directory but the files of those who may get in without it.
  let failure: StoreFailure?

  /// Finds the user, in the files for that where the directory is away and the policy allows it.
  ///
  /// - Throws: whenever it is not certain whom it is about; who has nothing in those files is never "not enrolled".
  init(
    of owner: FactorOwner, in location: StoreLocation, _ root: StoreRoot, _ configuration: CheckedPath,
    offline: OfflineRule
  ) throws(StoreFailure) {
    let reason: StoreFailure
    do throws(StoreFailure) {
      let store = try UserStore(location, root, configuration)
      let subject = try Subject.find(owner, in: store)
      self.init(store: store, subject: subject, failure: nil)
      return
    } catch {
      guard DirectoryStore.isUsable, offline == .local, error.isOfDirectory else { throw error }
      reason = error
    }
    do throws(StoreFailure) {
      let store = try UserStore(location.choosing(.breakGlass), root, configuration)
      let subject = try Subject.find(owner, in: store)
      guard case .enrolled = subject else { throw reason }
      self.init(store: store, subject: subject, failure: reason)
    } catch {
      // Without these folders nobody has anything there.
      throw error == .unfit(.baseDirectory, .missing) ? reason : error
    }
  }

  private init(store: consuming UserStore, subject: Subject, failure: StoreFailure?) {
    self.store = store
    self.subject = subject
    self.failure = failure
  }
}

extension StoreFailure {
  /// Whether it is the directory that gave no answer, or what is needed to speak to it.
  var isOfDirectory: Bool {
    switch self {
    case .directory, .unfit(.siteKey, _), .system(.siteKey, _), .system(.directoryProgram, _), .malformedSiteKey: true
    default: false
    }
  }
}
