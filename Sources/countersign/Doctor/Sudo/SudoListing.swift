/// What `sudo -l -U USER` says, run by root.
struct SudoListing: Equatable {
  /// Settings that hold for the user, each as it stands in sudoers: `env_reset`, `!authenticate`, `passwd_tries=3`.
  let defaults: [String]
  /// What the user may do, each as it is shown: `(ALL : ALL) NOPASSWD: ALL`.
  let rules: [String]

  init(_ text: String) {
    var defaults: [String] = []
    var rules: [String] = []
    var part = Part.other
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first != " ", line.first != "\t" {
        part = line.hasPrefix("Matching Defaults") ? .defaults : line.contains("may run") ? .rules : .other
        continue
      }
      let item = String(line.drop { $0 == " " || $0 == "\t" })
      switch part {
      case .defaults: defaults += SudoListing.items(item)
      case .rules: rules.append(item)
      case .other: break
      }
    }
    self.defaults = defaults
    self.rules = rules
  }

  private enum Part {
    case defaults, rules, other
  }

  /// Settings of a line, at the commas; a comma that belongs to a value stands behind a backslash.
  private static func items(_ line: String) -> [String] {
    var items: [String] = [""]
    var isEscaped = false
    for character in line {
      if character == ",", !isEscaped {
        items.append("")
      } else {
        items[items.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return items.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
  }

  /// Whether a flag was set last to on or to off; `nil` where neither was.
  func flag(_ name: String) -> Bool? {
    defaults.last { $0 == name || $0 == "!\(name)" }.map { $0 == name }
  }

  /// The last value that a setting got.
  func value(_ name: String) -> String? {
    defaults.last { $0.hasPrefix("\(name)=") }.map { item in
      item.dropFirst(name.count + 1).filter { $0 != "\"" }
    }
  }

  /// Whether the user may do anything at all.
  var maySudo: Bool { !rules.isEmpty }

  /// Whether some command is run without asking for anything.
  var hasUnasked: Bool { rules.contains { $0.contains("NOPASSWD:") } }

  /// Whether every command is.
  var isNeverAsked: Bool {
    flag("authenticate") == false || (maySudo && rules.allSatisfy { $0.contains("NOPASSWD:") })
  }
}
