import Countersign
import Words

/// Asks sudo what it would do for whom.
enum SudoProbe {
  /// - Returns: `nil` where there is no sudo.
  static func users(_ people: DoctorPeople, _ question: DoctorQuestion) throws(Complaint) -> [SudoUser]? {
    guard let sudo = Program.find("sudo") else { return nil }
    var users: [SudoUser] = []
    for user in people.forSudo {
      let name = String(decoding: user.bytes, as: UTF8.self)
      let ending = try Program.run(sudo, ["-l", "-U", name])
      guard ending.isSuccess else {
        let line = ending.errorText.split(whereSeparator: \.isNewline).first.map { DisplayText.of(Array($0.utf8)) }
        throw Complaint("sudo does not answer\(line.map { ": \($0)" } ?? "")", hint: "visudo -c shows what is wrong")
      }
      users.append(
        SudoUser(
          name: DisplayText.of(user), listing: SudoListing(ending.outputText),
          wantsCode: question.wantsCode(user, service: "sudo"), isAutomation: people.automation.contains(user)))
    }
    return users
  }
}
