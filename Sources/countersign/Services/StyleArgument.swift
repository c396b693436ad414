import ArgumentParser
import LoginStacks

/// The style of logins on the command line.
struct StyleArgument: ExpressibleByArgument {
  let style: ServiceStyle

  init(_ style: ServiceStyle) {
    self.style = style
  }

  init?(argument: String) {
    switch argument {
    case "password+code": style = .passwordAndCode
    case "key+code": style = .keyAndCode
    case "key-or-password+code": style = .keyOrPasswordAndCode
    default:
      let words = argument.split(maxSplits: 1, whereSeparator: { $0 == "=" || $0 == " " })
      guard words.count == 2, words[0] == "code-only-for" else { return nil }
      style = .codeOnlyFor(group: String(words[1]))
    }
  }

  var defaultValueDescription: String { style.name }
}
