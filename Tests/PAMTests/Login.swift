import CTestHost
import Countersign
import Foundation
import Testing

/// One login through libpam with the shipped module, and everything it showed and logged.
@safe
final class Login {
  private let host: OpaquePointer
  /// What the log got, one line each.
  private(set) var log = ""

  /// - Parameter stack: the lines of the service; `MODULE` and `ROOT` stand for the module's path and the store's root.
  init(_ store: TemporaryStore, stack: String = "auth required MODULE root=ROOT", user: String? = nil) throws {
    // SAFETY: freed in deinit.
    unsafe host = try #require(cs_login_new())
    let text = stack.replacingOccurrences(of: "MODULE", with: ShippedModule.path)
      .replacingOccurrences(of: "ROOT", with: store.root.path)
    let directory = store.root.appendingPathComponent("pam.d")
    try Data((text + "\naccount required pam_permit.so\n").utf8)
      .write(to: directory.appendingPathComponent("countersign-test"))
    set(cs_login_service, "countersign-test")
    set(cs_login_user, user.map { Array($0.utf8) } ?? store.user.bytes)
    set(cs_login_configuration, directory.path)
  }

  deinit {
    // SAFETY: made in init.
    unsafe cs_login_free(host)
  }

  @discardableResult
  func set(_ which: cs_login_text, _ text: String) -> Login { set(which, Array(text.utf8)) }

  /// Sets a text that need not be UTF-8, up to its first NUL.
  @discardableResult
  func set(_ which: cs_login_text, _ text: [UInt8]) -> Login {
    // SAFETY: the text ends in NUL and is copied.
    unsafe (text + [0]).withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe cs_login_set(host, which, $0.baseAddress) }
    }
    return self
  }

  @discardableResult
  func answer(_ text: String) -> Login {
    // SAFETY: the string is copied.
    unsafe cs_login_add_answer(host, text)
    return self
  }

  @discardableResult
  func failConversation(_ code: Int32) -> Login {
    // SAFETY: a number in a live object.
    unsafe cs_login_fail_conversation(host, code)
    return self
  }

  @discardableResult
  func answerNull() -> Login {
    // SAFETY: a flag in a live object.
    unsafe cs_login_answer_null(host)
    return self
  }

  private var interruption: () -> Void = {}

  /// Does something between question and answer.
  func whileAsking(_ body: @escaping () -> Void) {
    interruption = body
    // SAFETY: the object outlives its logins, and is only looked at from within them.
    unsafe cs_login_while_asking(
      host,
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<Login>.fromOpaque(context).takeUnretainedValue().interruption()
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// `pam_authenticate`'s code.
  ///
  /// - Parameter at: what the wall clock says meanwhile; `nil` for the real time.
  func authenticate(at seconds: Int64? = nil) -> Int32 {
    if let seconds { cs_host_stop_clock(seconds) }
    defer { cs_host_run_clock() }
    // SAFETY: a live object.
    return run { unsafe cs_login_authenticate(host) }
  }

  func setCredentials() -> Int32 {
    // SAFETY: a live object.
    run { unsafe cs_login_setcred(host) }
  }

  func account() -> Int32 {
    // SAFETY: a live object.
    run { unsafe cs_login_account(host) }
  }

  private func run(_ call: () -> Int32) -> Int32 {
    Login.discardLog()
    let code = call()
    log = Login.takeLog()
    return code
  }

  /// Questions and messages, one line each, as `style|text`.
  var shown: [String] {
    // SAFETY: a C string that lives as long as the object.
    unsafe String(cString: cs_login_shown(host)).split(separator: "\n").map(String.init)
  }

  private static func discardLog() { _ = takeLog() }

  private static func takeLog() -> String {
    // SAFETY: null or a C string that is ours to free.
    guard let lines = unsafe cs_host_take_log() else { return "" }
    defer { unsafe free(lines) }
    return unsafe String(cString: lines)
  }
}
