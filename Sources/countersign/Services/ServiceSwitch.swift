import Countersign
import LoginStacks
import Words

/// Puts a change in force, or takes it back, file by file.
///
/// A file is only written over if it is what the change knows. Every file is the old or the new one at each moment, and
/// whichever of them have been changed, nobody gets in with less than before: sshd learns what to demand before PAM
/// stops asking for a password, and forgets it after PAM asks for one again.
struct ServiceSwitch {
  let paths: ServicePaths

  /// What was done, for whoever is told.
  enum Step: Equatable {
    case wrote(String), removed(String)
    case sshd(SSHDReload.Outcome)
    /// Somebody else has changed a file since; it was left as it is, or only our lines were taken out.
    case left(String), tookLinesOut(String)
  }

  func apply(_ change: ServiceChange) throws(Complaint) -> [Step] {
    var steps: [Step] = []
    for files in groups(change, isForward: true) {
      for file in files { if let step = try apply(file) { steps.append(step) } }
      if files.contains(where: isForSSHD) { steps.append(.sshd(try SSHDReload.reload())) }
    }
    return steps
  }

  /// What can be put back is put back, also where something else stands in the way.
  func revert(_ change: ServiceChange) throws(Complaint) -> [Step] {
    var steps: [Step] = []
    var obstacle: Complaint?
    for files in groups(change, isForward: false) {
      for file in files.reversed() {
        do throws(Complaint) { if let step = try revert(file) { steps.append(step) } } catch {
          obstacle = obstacle ?? error
        }
      }
      guard files.contains(where: isForSSHD) else { continue }
      do throws(Complaint) { steps.append(.sshd(try SSHDReload.reload())) } catch { obstacle = obstacle ?? error }
    }
    if let obstacle { throw obstacle }
    return steps
  }

  /// The files of sshd and those of PAM, in the order that never asks for less than before or after.
  private func groups(_ change: ServiceChange, isForward: Bool) -> [[FileChange]] {
    let sshd = change.files.filter(isForSSHD)
    let pam = change.files.filter { !isForSSHD($0) }
    return (change.kind == .enable) == isForward ? [sshd, pam] : [pam, sshd]
  }

  private func isForSSHD(_ file: FileChange) -> Bool {
    file.path == paths.sshdConfiguration || file.path.hasPrefix(paths.sshdDropIns + "/")
  }

  private func apply(_ file: FileChange) throws(Complaint) -> Step? {
    switch file.standing(try SystemFile.read(file.path)) {
    case .after:
      SystemFile.removeUnfinished(file.path)
      return nil
    case .before: return try put(file.after, at: file.path)
    case .other:
      throw Complaint(
        "\(DisplayText.of(Array(file.path.utf8))) has been changed by somebody else meanwhile",
        hint: "countersign rollback takes back what is done so far; then begin anew")
    }
  }

  private func revert(_ file: FileChange) throws(Complaint) -> Step? {
    switch file.standing(try SystemFile.read(file.path)) {
    case .before:
      SystemFile.removeUnfinished(file.path)
      return nil
    case .after: return try put(file.before, at: file.path)
    case .other(let bytes): return try takeOut(bytes, file)
    }
  }

  /// From a file that somebody has edited our lines are taken, and nothing else.
  private func takeOut(_ bytes: [UInt8]?, _ file: FileChange) throws(Complaint) -> Step? {
    guard let bytes else { return .left(file.path) }
    let present = PAMFile(name: "", bytes: bytes)
    guard ServicePlan.isMarked(present) else { return .left(file.path) }
    try SystemFile.replace(file.path, with: ServicePlan.without(present).bytes)
    return .tookLinesOut(file.path)
  }

  private func put(_ bytes: [UInt8]?, at path: String) throws(Complaint) -> Step {
    guard let bytes else {
      try SystemFile.remove(path)
      return .removed(path)
    }
    try SystemFile.replace(path, with: bytes)
    return .wrote(path)
  }
}
