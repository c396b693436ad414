import Countersign
import Words

/// What this machine's policy says about the login that is tried.
struct TrialForesight {
  /// Whose device answers: the user's own, or the caller's where the policy says so.
  let owner: UserName
  /// By which policy the logins are tried.
  let policy: TrialPolicy
  /// Whether this machine's policy asks for a code at such a login.
  let asks: Bool
  /// Whether the policy lets those pass who are not enrolled.
  let admitsUnenrolled: Bool

  init(_ trial: StackTrial, _ files: TrialFiles, _ scratch: borrowing TrialScratch) throws(Complaint) {
    let machine = StoreLocation(root: Array(files.root.utf8))
    let own: Policy
    do { own = try Policy.ofHost(machine) } catch { throw Complaint(error, user: nil, at: machine) }
    let request = LoginRequest(
      user: trial.user, service: Array(trial.service.utf8), address: trial.origin.address.map { Array($0.utf8) },
      terminal: trial.origin.terminal.map { Array($0.utf8) },
      key: trial.origin.authenticationInfo.map { VerifiedKey(authenticationInfo: $0) } ?? .none,
      caller: trial.origin.caller?.bytes)
    let policy = TrialPolicy.machine(own.text)
    let unenrolled = try TrialForesight.preview(request, policy, files, nil, scratch)
    let owner = unenrolled.owner ?? trial.user
    let enrolled = try TrialForesight.preview(request, policy, files, owner, scratch)
    if case .skipped = enrolled.outcome { asks = false } else { asks = true }
    self.owner = owner
    self.policy = asks ? policy : .asking
    if asks, case .skipped = unenrolled.outcome { admitsUnenrolled = true } else { admitsUnenrolled = false }
  }

  private static func preview(
    _ request: LoginRequest, _ policy: TrialPolicy, _ files: TrialFiles, _ enrolled: UserName?,
    _ scratch: borrowing TrialScratch
  ) throws(Complaint) -> LoginPreview {
    let store = try TrialStore(root: try scratch.folder("store"), policy: policy, enrolling: enrolled)
    let session = Session(
      location: store.location, policy: .file(admitsUnenrolled: files.admitsUnenrolled), options: SessionOptions())
    return session.preview(request)
  }
}
