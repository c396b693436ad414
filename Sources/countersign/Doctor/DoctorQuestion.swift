import Countersign

/// What the policy of this machine would want of somebody, found out as `explain` does.
struct DoctorQuestion {
  private let session: Session

  init(_ location: StoreLocation, now: UInt64) {
    session = Session(
      location: location, policy: .file(admitsUnenrolled: false), options: SessionOptions(),
      clock: { () throws(SystemFailure) in now })
  }

  /// Whether somebody is asked for a code, or refused for the lack of one. What is remembered or granted for a time
  /// does not count: it ends.
  func wantsCode(
    _ user: UserName, service: String, address: String? = nil, key: VerifiedKey = .none
  ) -> Bool {
    let isSSH = service == "sshd"
    let request = LoginRequest(
      user: user, service: Array(service.utf8), address: isSSH ? Array((address ?? "192.0.2.1").utf8) : nil,
      terminal: isSSH ? Array("ssh".utf8) : nil, key: key, caller: user.bytes)
    switch session.preview(request).outcome {
    case .asked, .refused, .unavailable: return true
    case .skipped(.remembered), .skipped(.bypassed): return true
    case .skipped: return false
    }
  }
}
