import LoginStacks
import Words

/// The PAM stack of one service, as checks look at it.
struct ServiceStack: Equatable {
  let stack: AuthStack
  let files: [String: PAMFile]

  var service: String { stack.service }

  init(service: String, files: [String: PAMFile]) {
    stack = AuthStack(service: service, files: files)
    self.files = files
  }

  /// The rules that call our module.
  var ours: [PAMRule] { stack.steps.compactMap(\.rule).filter(\.isOurs) }

  /// `common-auth line 17`.
  static func text(_ place: StackPlace) -> String { said("\(place.file) line \(place.line)") }

  /// The text of a rule's line.
  func line(_ place: StackPlace) -> String {
    guard let file = files[place.file], file.lines.indices.contains(place.index) else { return "" }
    return String(decoding: file.lines[place.index].bytes, as: UTF8.self)
  }
}
