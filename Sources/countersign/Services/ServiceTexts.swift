import Countersign
import LoginStacks
import Words

/// What is told of a change of services.
enum ServiceTexts {
  /// What changes in each file.
  static func differences(_ files: [FileChange]) -> [String] {
    files.flatMap { file in
      let path = DisplayText.of(Array(file.path.utf8))
      let title = file.before == nil ? said("\(path) (new)") : file.after == nil ? said("\(path) (goes)") : path
      return [title] + LineDifference(file.before, file.after).lines + [""]
    }
  }

  static func step(_ step: ServiceSwitch.Step) -> String {
    switch step {
    case .wrote(let path): said("wrote \(shown(path))")
    case .removed(let path): said("removed \(shown(path))")
    case .sshd(.reloaded): said("sshd has read its configuration again; connections go on")
    case .sshd(.notRunning): said("sshd is not running; it reads its configuration when it starts")
    case .left(let path): said("\(shown(path)) has been changed by somebody else since, and stays as it is")
    case .tookLinesOut(let path): said("took our lines out of \(shown(path)), which somebody else has changed since")
    }
  }

  static func names(_ change: ServiceChange) -> String {
    change.services.map { DisplayText.of(Array($0.name.utf8)) }.joined(separator: ", ")
  }

  private static func shown(_ path: String) -> String { DisplayText.of(Array(path.utf8)) }
}
