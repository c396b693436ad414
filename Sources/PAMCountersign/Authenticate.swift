import CPAM
import Countersign

/// One call of `pam_sm_authenticate`: arguments, request, session, result code.
struct Authenticate {
  let handle: PAMHandle
  /// `nil` when libpam passed a broken list.
  let arguments: [[UInt8]]?

  func run() -> CInt {
    PAMResult.code(for: outcome())
  }

  private func outcome() -> EntryOutcome {
    let plainSink = audit(root: ModuleArguments.root(in: arguments ?? []), showsSteps: false)
    let parsed: ModuleArguments
    do throws(ModuleArguments.Flaw) {
      guard let arguments else { throw ModuleArguments.Flaw(position: 0, name: []) }
      parsed = try ModuleArguments(arguments)
    } catch {
      plainSink.write(.badArgument(position: error.position, name: error.name))
      return .login(.misconfigured, service: [])
    }
    let request: LoginRequest
    do throws(ConversationFailure) {
      guard let found = try self.request() else {
        plainSink.write(.noUser)
        return .noUser
      }
      request = found
    } catch {
      plainSink.write(.noUser)
      return .login(.conversationFailed(error), service: [])
    }
    return .login(session(parsed, request), service: request.service)
  }

  private func session(_ arguments: ModuleArguments, _ request: LoginRequest) -> Verdict {
    let session = Session(
      location: StoreLocation(root: arguments.root), policy: .file(admitsUnenrolled: arguments.nullok),
      options: arguments.options)
    var conversation = PAMConversation(handle: handle, user: request.user)
    return session.authenticate(
      request, with: &conversation, audit: audit(root: arguments.root, showsSteps: arguments.debug))
  }

  private func audit(root: [UInt8], showsSteps: Bool) -> AuditTrail {
    AuditTrail(
      log: SyslogSink(handle: handle, showsSteps: showsSteps), file: AuditFile(StoreLocation(root: root)))
  }

  private func request() throws(ConversationFailure) -> LoginRequest? {
    guard let user = try handle.user() else { return nil }
    let connection = handle.variable("SSH_CONNECTION").flatMap { RemoteAddress.first(of: $0) }
    let information = handle.variable("SSH_AUTH_INFO_0") ?? []
    return LoginRequest(
      user: user, service: handle.item(PAM_SERVICE) ?? [], address: connection ?? handle.item(PAM_RHOST),
      terminal: handle.item(PAM_TTY), key: VerifiedKey(authenticationInfo: information),
      caller: handle.item(PAM_RUSER), hints: LoginHints(ofCallerOf: information))
  }
}
