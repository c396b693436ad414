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

  /// A configuration that sshd would not take is never handed to it.
  static func reload() throws(Complaint) -> Outcome {
    try SSHDSettings.check()
    if let control = RollbackAlarm.systemd("systemctl") { return try bySystemd(control) }
    return try bySignal()
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

  private static func bySignal() throws(Complaint) -> Outcome {
    let settings = try SSHDSettings.effective(user: "root", host: "localhost", address: "127.0.0.1")
    guard let path = settings.value("pidfile"), path != "none", let text = try SystemFile.read(path),
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
