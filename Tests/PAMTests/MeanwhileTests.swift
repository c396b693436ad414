import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// A device that is taken away while its code is asked for, or between two steps of the check, through the shipped
/// module. With the last device the record goes, so that the next device is number 1 again.
@Suite struct MeanwhileTests {
  enum Change: CaseIterable {
    case disabled, expired, removed, lastRemoved, allRemoved, reset, enrolledAgain
  }

  let store: TemporaryStore
  let now: Int64 = 1_800_000_000
  static let otherSecret = Array("09876543210987654321".utf8)

  init() throws { store = try TemporaryStore() }

  private static func kind(_ isTime: Bool) throws -> DeviceKind {
    isTime ? .totp(try #require(TOTPParameters())) : .hotp(try #require(HOTPParameters()))
  }

  /// Does it to device 1.
  private func make(_ change: Change, _ kind: DeviceKind) throws {
    let opened = try UserStore(store.location)
    switch change {
    case .disabled: try opened.disable(device: 1, of: store.user, at: UInt64(now))
    case .expired: try opened.expire(device: 1, of: store.user, at: UInt64(now) - 1)
    case .removed, .lastRemoved: try opened.remove(device: 1, of: store.user, allowLast: change == .lastRemoved)
    case .allRemoved: try opened.remove(store.user)
    case .reset:
      let reason = try #require(ChangeReason(Array("lost".utf8)))
      _ = try opened.reset(store.user, ResetMark(time: UInt64(now), by: store.user, reason: reason))
    case .enrolledAgain:
      try opened.remove(store.user)
      #expect(try store.enroll(kind, secret: Self.otherSecret).id == 1)
    }
  }

  /// A right code of a device that counted when the question was shown.
  @Test(arguments: Change.allCases, [true, false])
  func whatIsTakenAwayWhileItsCodeIsAskedForIsRefused(_ change: Change, isTime: Bool) throws {
    let kind = try Self.kind(isTime)
    try store.enroll(kind)
    if change == .removed {
      try store.enroll(.hotp(try #require(HOTPParameters(digits: .eight))), name: "Other", secret: Self.otherSecret)
    }
    let code = isTime ? try Codes.totp(at: now) : try Codes.code(0)
    let login = try Login(store, stack: "auth required MODULE root=ROOT nullok\nauth required pam_permit.so").answer(code)
    var failure: (any Error)?
    login.whileAsking { do { try make(change, kind) } catch { failure = error } }
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR, "\(login.log)")
    #expect(failure == nil && login.shown.contains { $0.hasPrefix("off|") })
    #expect(login.log.contains("refused user=nobody"))
    // Nothing of it was taken for the device that is there now.
    if change == .enrolledAgain {
      #expect(try store.readState().devices.map(\.nextMovingFactor) == [0])
      let own = isTime ? try Codes.code(UInt64(now / 30), secret: Self.otherSecret) : try Codes.code(0, secret: Self.otherSecret)
      #expect(try Login(store).answer(own).authenticate(at: now) == PAM_SUCCESS)
    }
  }

  /// The file that is locked is another one than the name leads to by then: in the old one the code would be fresh.
  @Test(arguments: [(UInt64(0), false), (4, false), (5, true), (15, true)])
  func aStateThatIsReplacedBetweenOpeningAndLockingIsNotTheOneUsed(_ counter: UInt64, isFresh: Bool) throws {
    let kind = try Self.kind(false)
    try store.enroll(kind)
    var failure: (any Error)?
    let moment = Moment {
      do {
        try UserStore(store.location).remove(store.user)
        try store.enroll(kind, next: 5)
      } catch { failure = error }
    }
    let login = try Login(store).answer(try Codes.code(counter))
    moment.arm(cs_host_flock, 1)
    let code = login.authenticate(at: now)
    moment.disarm(cs_host_flock)
    #expect(moment.hasCome && failure == nil)
    #expect(code == (isFresh ? PAM_SUCCESS : PAM_AUTH_ERR), "\(login.log)")
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [isFresh ? counter + 1 : 5])
  }
}
