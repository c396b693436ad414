import Countersign
import FoundationEssentials
import Words

/// Sees to it that a change is put back at its time, whatever becomes of the login that made it.
enum RollbackAlarm {
  /// What will put it back.
  enum Kind: Equatable {
    /// A transient timer of systemd.
    case timer(unit: String)
    /// A process of our own, where there is no systemd.
    case process
  }

  /// Names in commands of systemd and in the process list.
  private static func unit(_ change: ServiceChange) -> String { "countersign-rollback-\(change.id)" }

  /// Does the same at the next start of the machine, which ends timers and processes.
  private static let atStart = "countersign-rollback.service"

  /// - Parameter seconds: from now.
  static func set(_ change: ServiceChange, after seconds: UInt64, root: String?) throws(Complaint) -> Kind {
    let own = try ownPath()
    let arguments = ["rollback", "--armed", change.id] + (root.map { ["--root", $0] } ?? [])
    if let control = systemd("systemctl") { _ = try? Program.run(control, ["--quiet", "enable", atStart]) }
    if let run = systemd("systemd-run") {
      let ending = try Program.run(
        run,
        [
          "--quiet", "--collect", "--unit=\(unit(change))", "--on-active=\(seconds)s",
          "--timer-property=AccuracySec=1s", own,
        ] + arguments)
      if ending.isSuccess { return .timer(unit: unit(change)) }
    }
    try Complaint.attempting("cannot start what would roll the change back") { () throws(SystemFailure) in
      try DetachedProcess.start(
        FilePath(Array(own.utf8)), (arguments + ["--after", String(seconds)]).map { Array($0.utf8) })
    }
    return .process
  }

  /// Takes a timer away. A process wakes up, finds nothing to do, and ends.
  static func clear(_ change: ServiceChange) {
    guard let control = systemd("systemctl") else { return }
    _ = try? Program.run(control, ["--quiet", "disable", atStart])
    _ = try? Program.run(control, ["--quiet", "stop", "\(unit(change)).timer"])
  }

  /// A program of systemd, where systemd runs this machine.
  static func systemd(_ name: String) -> String? {
    guard FileManager.default.fileExists(atPath: "/run/systemd/system") else { return nil }
    return Program.find(name)
  }

  private static func ownPath() throws(Complaint) -> String {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      FileManager.default.isExecutableFile(atPath: path)
    else {
      throw Complaint("it cannot be found out where this command is", hint: "is /proc mounted?")
    }
    return path
  }
}
