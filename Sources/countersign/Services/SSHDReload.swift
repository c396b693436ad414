import Countersign
import FoundationEssentials
import Words

/// Lets sshd read its configuration again, without ending a connection.
enum SSHDReload {
  /// What came of it.
  enum Outcome: Equatable {
    case reloaded
    /// It reads the configuration when it is started.
    case notRunning
  }

  /// Five seconds at most: a server that writes no pid file has read its configuration all the same.
  private static let patience = 250
  private static let pause: Int64 = 20_000_000

  /// A configuration that sshd would not take is never handed to it.
  static func reload() throws(Complaint) -> Outcome {
    try SSHDSettings.check()
    let control = RollbackAlarm.systemd("systemctl")
    // systemd finds the server without it.
    let pidFile = control == nil ? try pidFile() : try? pidFile()
    let before = pidFile.map(Stamp.init)
    let outcome: Outcome
    if let control { outcome = try bySystemd(control) } else { outcome = try bySignal(pidFile) }
    if outcome == .reloaded, let pidFile, let before, before.isThere { waitUntilRenewed(pidFile, after: before) }
    return outcome
  }

  /// Where sshd says that it keeps its pid; `nil` where it keeps none.
  private static func pidFile() throws(Complaint) -> String? {
    let settings = try SSHDSettings.effective(user: "root", host: "localhost", address: "127.0.0.1")
    return settings.value("pidfile").flatMap { $0 == "none" ? nil : $0 }
  }

  /// sshd takes its pid file away when it begins anew, and writes it when it listens again: whoever logs in at once
  /// meets the new configuration, and is not turned away in between.
  private static func waitUntilRenewed(_ pidFile: String, after before: Stamp) {
    for _ in 0..<patience {
      let now = Stamp(pidFile)
      if now.isThere, now != before { return }
      Clock.pause(nanoseconds: pause)
    }
  }

  /// What a file that is written anew changes.
  private struct Stamp: Equatable {
    let number: UInt64?
    let written: Date?

    var isThere: Bool { number != nil }

    init(_ path: String) {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      number = attributes?[.systemFileNumber] as? UInt64
      written = attributes?[.modificationDate] as? Date
    }
  }

  /// Debian calls the unit ssh, others sshd. A server that is started for each connection has nothing to reload.
  private static func bySystemd(_ control: String) throws(Complaint) -> Outcome {
    for unit in ["ssh.service", "sshd.service"] {
      guard try Program.run(control, ["--quiet", "is-active", unit]).isSuccess else { continue }
      let ending = try Program.run(control, ["reload", unit])
      guard ending.isSuccess else {
        throw Complaint("\(unit) cannot be reloaded", hint: "systemctl status \(unit) shows why")
      }
      return .reloaded
    }
    return .notRunning
  }

  private static func bySignal(_ pidFile: String?) throws(Complaint) -> Outcome {
    guard let path = pidFile, let text = try SystemFile.read(path),
      let line = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).first,
      let pid = Int32(line), pid > 1, isSSHD(pid), let kill = Program.find("kill")
    else { return .notRunning }
    let ending = try Program.run(kill, ["-HUP", String(pid)])
    guard ending.isSuccess else { throw Complaint("sshd cannot be reloaded", hint: "kill -HUP \(pid) shows why") }
    return .reloaded
  }

  /// The number in a file may be that of another program by now. An upgrade leaves the running one without a name.
  private static func isSSHD(_ pid: Int32) -> Bool {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
    return path.map { $0.hasSuffix("/sshd") || $0.hasSuffix("/sshd (deleted)") } ?? false
  }
}
