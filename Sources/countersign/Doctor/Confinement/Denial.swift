import Words

/// Something that SELinux or AppArmor refused to a program, about our files.
struct Denial: Equatable {
  enum Author: Equatable {
    case selinux, apparmor
  }

  let by: Author
  /// As the kernel calls it: `sshd`.
  let program: String
  let path: String
  /// Time and number, by which one that stands in several logs is told: `1764130000.123:456`.
  let event: String

  /// Seconds since 1970.
  var time: UInt64 { UInt64(event.prefix { $0 != "." && $0 != ":" }) ?? 0 }

  /// - Parameter line: of the audit log or of the kernel's.
  /// - Returns: `nil` for a line about something else.
  init?(_ line: Substring) {
    let isSELinux = line.contains("avc:") && line.contains("denied")
    let isAppArmor = line.contains("apparmor=\"DENIED\"")
    guard isSELinux || isAppArmor, line.contains("countersign"),
      let event = line.split(separator: " ").first(where: { $0.contains("audit(") })
    else { return nil }
    self.event = String(event.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" })
    by = isAppArmor ? .apparmor : .selinux
    program = Denial.value("comm", in: line) ?? said("a program")
    path = Denial.value("path", in: line) ?? Denial.value("name", in: line) ?? said("our files")
    // What our own command is refused is told by the command.
    if program == "countersign" { return nil }
  }

  /// What stands behind `key=`, in quotation marks or up to a blank.
  private static func value(_ key: String, in line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard let word = words.first(where: { $0.hasPrefix("\(key)=") }) else { return nil }
    let value = word.dropFirst(key.count + 1).filter { $0 != "\"" }
    return value.isEmpty ? nil : value
  }

  /// Those of a text that are not older, each once.
  ///
  /// - Parameter since: seconds since 1970.
  static func all(in text: String, since: UInt64) -> [Denial] {
    text.split(whereSeparator: \.isNewline).reduce(into: []) { all, line in
      guard let denial = Denial(line), denial.time >= since, !all.contains(where: { $0.event == denial.event }) else {
        return
      }
      all.append(denial)
    }
  }
}
