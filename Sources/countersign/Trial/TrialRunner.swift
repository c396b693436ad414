import Countersign
import CTrialLogin
import LoginStacks
import OATH
import Words

/// Runs logins of a trial, each by files and with a store of its own.
struct TrialRunner {
  /// How long one login may take: far longer than any does, since a disk that is being written to may keep one waiting.
  static let seconds: UInt32 = 20

  let service: String
  let files: TrialFiles
  let user: UserName
  let origin: TrialOrigin
  /// Whose device answers.
  let owner: UserName
  let policy: TrialPolicy
  /// What carries each login out.
  let program: FilePath

  func run(_ attempt: TrialAttempt, in scratch: borrowing TrialScratch) throws(Complaint) -> TrialResult {
    let root = try scratch.folder("store")
    let configuration = try scratch.folder("pam.d")
    let store = try TrialStore(
      root: root, policy: attempt.policy ?? policy, enrolling: attempt.isEnrolled ? owner : nil)
    for (name, bytes) in files.contents(attempt.arrangement, folder: configuration, root: root) {
      try TrialScratch.write(bytes, to: "\(configuration)/\(name)")
    }
    if let damage = attempt.damage { try store.damage(damage) }
    let login = try self.login(configuration)
    let answers = try self.answers(attempt.typing, store)
    if attempt.typing == .again {
      let first = try end(login, answers, breaksOff: false)
      // Where the right code does not lead in, that it does not a second time says nothing; another scenario tells.
      guard first.isIn else { return first }
    }
    return try end(login, answers, breaksOff: attempt.typing == .abort)
  }

  private func end(
    _ login: TrialLogin, _ answers: [SharedSecret], breaksOff: Bool
  ) throws(Complaint) -> TrialResult {
    do throws(Errno) {
      return TrialResult(try login.run(answers: answers, breaksOff: breaksOff, seconds: TrialRunner.seconds))
    } catch {
      throw Complaint("no login can be tried: \(error.meaning)", hint: "look whether this machine has memory left")
    }
  }

  private func login(_ configuration: String) throws(Complaint) -> TrialLogin {
    var login = TrialLogin(
      service: Array(service.utf8), user: user, configuration: FilePath(Array(configuration.utf8)))
    login.program = program
    login.address = origin.address.map { Array($0.utf8) }
    login.terminal = origin.terminal.map { Array($0.utf8) }
    login.connection = origin.connection(service: service)
    login.authenticationInfo = origin.authenticationInfo
    if let caller = origin.caller {
      login.caller = caller.bytes
      guard case .found(let uid) = UserDatabase.account(named: caller) else {
        throw Complaint("there is no account named \(DisplayText.of(caller))", hint: "name one of this machine")
      }
      login.realUser = uid
    }
    return login
  }

  /// The same to every question: a stack may ask for the code twice.
  private func answers(_ typing: TrialAttempt.Typing, _ store: TrialStore) throws(Complaint) -> [SharedSecret] {
    let isBoth = files.asksForBoth || files.usesEarlierAnswer
    switch typing {
    case .abort where files.usesEarlierAnswer, .nothing where isBoth: return [try text(isBoth: true, code: nil)]
    case .abort, .nothing: return []
    case .right, .again:
      let answer = try text(isBoth: isBoth, code: try store.code(right: true))
      return [answer, answer, answer]
    case .wrong:
      let answer = try text(isBoth: isBoth, code: try store.code(right: false))
      return [answer, answer, answer]
    }
  }

  private func text(isBoth: Bool, code: UInt32?) throws(Complaint) -> SharedSecret {
    let text = try Complaint.attempting("cannot make an answer") { () throws(SystemFailure) in
      var text = try SecretBytes(capacity: 32)
      // Nothing but our module is told this, and it hands it on.
      if isBoth { text.append(Array("password".utf8).span) }
      if let code { _ = HOTP.write(code, digits: .six, to: &text) }
      return text
    }
    return SharedSecret(text)
  }
}
