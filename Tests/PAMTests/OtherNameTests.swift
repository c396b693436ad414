import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// An account that a name service finds by another name than its own, as those do that take capital letters for small
/// ones; through the shipped module. What is stored and permitted goes by the account's own name.
@Suite struct OtherNameTests {
  static let uid: UInt32 = 4_322
  static let stack = "auth required MODULE root=ROOT nullok\nauth required pam_permit.so"
  static let now: Int64 = 1_800_000_000

  /// The store of `nobody`, who is also found as `NOBODY`.
  private func withStore(_ body: (TemporaryStore) throws -> Void) throws {
    // SAFETY: both strings are copied.
    unsafe cs_host_add_account("NOBODY", OtherNameTests.uid)
    unsafe cs_host_name_account("nobody")
    defer { cs_host_add_account(nil, 0) }
    let store = try TemporaryStore()
    try store.enroll(.totp(try #require(TOTPParameters())))
    try body(store)
  }

  private func login(_ store: TemporaryStore, _ answer: String) throws -> Login {
    try Login(store, stack: Self.stack, user: "NOBODY").answer(answer)
  }

  @Test("Who is enrolled is asked under every name, and by it nobody is somebody who is not enrolled")
  func asked() throws {
    try withStore { store in
      let right = try Codes.totp(at: Self.now)
      let step = UInt64(Self.now / 30)
      for (answer, code, line) in [
        ("", PAM_AUTH_ERR, "reason=empty-answer"), (try Codes.wrong(near: step - 3...step + 3), PAM_AUTH_ERR, "wrong-code"),
        (right, PAM_SUCCESS, "accepted user=nobody"), (right, PAM_AUTH_ERR, "reason=replayed-code"),
      ] {
        let login = try login(store, answer)
        #expect(login.authenticate(at: Self.now) == code, "\(login.log)")
        #expect(login.shown.first == "off|Verification code: ")
        #expect(login.log.contains(line) && login.log.contains("user=nobody") && !login.log.contains("NOBODY"), "\(login.log)")
      }
      let own = try Login(store).answer(right)
      #expect(own.authenticate(at: Self.now) == PAM_AUTH_ERR && own.log.contains("reason=replayed-code"), "\(own.log)")
    }
  }

  @Test("The name that was typed is no change of the user, another one is", arguments: [
    ("NOBODY", true), ("root", false), ("Nobody", false),
  ])
  func unchanged(_ name: String, isSame: Bool) throws {
    try withStore { store in
      let login = try login(store, try Codes.totp(at: Self.now)).set(cs_login_other_user, name)
      #expect(login.authenticate(at: Self.now) == (isSame ? PAM_SUCCESS : PAM_AUTH_ERR), "\(login.log)")
      #expect(login.log.contains("reason=user-changed") == !isSame)
    }
  }

  @Test("Policy matches the account's own name", arguments: [("nobody", true), ("NOBODY", false)])
  func policy(_ name: String, isMet: Bool) throws {
    try withStore { store in
      try store.write(policy: "Mode mandatory", "Match User \(name)", "  Mode disabled")
      let login = try login(store, "000000")
      #expect(login.authenticate(at: Self.now) == (isMet ? PAM_SUCCESS : PAM_AUTH_ERR), "\(login.log)")
      #expect(login.log.contains("reason=disabled-here") == isMet)
    }
  }
}
