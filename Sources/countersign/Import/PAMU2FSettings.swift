import Countersign
import ForeignFormats
import LoginStacks
import Words

/// What this machine's pam_u2f is told that its keys are for, which their files do not say.
enum PAMU2FSettings {
  private static let configuration = "/etc/security/pam_u2f.conf"

  /// Sets what is not given: from the lines of PAM's files that name the module, then from its configuration. Where
  /// there is a line and nothing of it, pam_u2f takes the name of the host.
  static func complete(_ defaults: inout ImportDefaults) throws(Complaint) {
    guard defaults.relyingParty == nil else { return }
    let lines = try arguments()
    let configured = try configuration(named: value("conf", in: lines.joined().map { $0 }))
    let origins = try only("origin", of: lines, configured)
    let applications = try only("appid", of: lines, configured)
    guard !lines.isEmpty else { return }
    let host = Array("pam://".utf8) + Host.name
    defaults.relyingParty = origins ?? host
    defaults.application = applications ?? defaults.relyingParty
  }

  /// What each line that names the module says.
  private static func arguments() throws(Complaint) -> [[String]] {
    var found: [[String]] = []
    for folder in StackFiles.folders {
      for name in (try? HostFile.names(in: folder)) ?? [] where !name.hasPrefix(".") {
        guard let file = try StackFiles.file(name, [folder]) else { continue }
        found += file.lines.compactMap { $0.rule(of: .auth) }.filter { $0.moduleName == "pam_u2f" }.map(\.arguments)
      }
    }
    return found
  }

  private static func value(_ name: String, in arguments: [String]) -> String? {
    arguments.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  /// The lines `name = value` of its configuration, as arguments.
  private static func configuration(named path: String?) throws(Complaint) -> [String] {
    do throws(SystemFailure) {
      guard let content = try HostFile.content(of: path ?? configuration) else { return [] }
      return String(decoding: content, as: UTF8.self).split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "=", maxSplits: 1).map { String($0.filter { !$0.isWhitespace }) }
        return parts.count == 2 && !line.hasPrefix("#") ? "\(parts[0])=\(parts[1])" : nil
      }
    } catch {
      return []
    }
  }

  /// What all lines agree upon; a line's own word is before that of the configuration.
  private static func only(
    _ name: String, of lines: [[String]], _ configured: [String]
  ) throws(Complaint) -> [UInt8]? {
    let values = Set(lines.map { value(name, in: $0) ?? value(name, in: configured) ?? "" })
    guard values.count <= 1 else {
      throw Complaint(
        "PAM's files tell pam_u2f different things of \(name)=",
        hint: "--relying-party says for which of them the keys are")
    }
    return values.first.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
  }
}
