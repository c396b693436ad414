/// How a service's PAM files change when it is to ask for a code. A pure value: nothing has been written.
public struct ServicePlan: Equatable, Sendable {
  /// The files that change or are new, complete.
  public let changed: [PAMFile]
  /// The files of the service with the changes made.
  public let files: [String: PAMFile]

  /// Takes the least change that is sound: a line behind those that ask for the first factor; else with these as a
  /// substack, so that they cannot end the whole stack; else with these moved into a file of their own.
  ///
  /// - Parameters:
  ///   - files: the service's file and all that it includes, by name.
  ///   - arguments: of our module's line.
  ///   - byKey: the path of the script that tells whether sshd has verified a key.
  public init(
    service: String, style: ServiceStyle, files: [String: PAMFile], arguments: [String], byKey: String
  ) throws(PlanFlaw) {
    let draft = try ServiceDraft(
      service: service, style: style, files: files, arguments: arguments, byKey: byKey)
    var best: StackAssessment?
    for candidate in draft.candidates {
      var after = files
      for file in candidate { after[file.name] = file }
      let assessment = StackAssessment(AuthStack(service: service, files: after), isMeant: draft.isMeant)
      if assessment.isSound {
        self.files = after
        changed = candidate.filter { files[$0.name] != $0 }
        return
      }
      best = best ?? assessment
    }
    throw best.map { .unsound($0) } ?? .noFirstFactor
  }

  /// The name of the file that holds a service's own rules for the first factor where they had to move.
  public static func moved(_ service: String) -> String { "countersign-first-\(service)" }

  /// Whether a file was made by a plan as a whole, and may be taken away as a whole.
  public static func isOwn(_ file: PAMFile) -> Bool {
    file.lines.first?.text.hasPrefix(ServiceMark.own) ?? false
  }

  /// A service's file as it was before `countersign enable`: without the marked lines, with what they replaced.
  public static func without(_ file: PAMFile) -> PAMFile {
    PAMFile(name: file.name, lines: ServiceMark.withoutBlocks(file.lines))
  }

  /// Whether `countersign enable` has written in a file.
  public static func isMarked(_ file: PAMFile) -> Bool { ServiceMark.block(in: file.lines) != nil }

  /// Whether a step passes over our module on purpose, as the style for a group writes it: all but a group are let
  /// through.
  public static func isMeant(_ step: StackStep) -> Bool {
    guard let rule = step.rule, rule.moduleName == "pam_succeed_if" else { return false }
    return rule.arguments.suffix(3).dropLast() == ["user", "notingroup"]
      && rule.control == .actions([.success: .jump(1)], default: .ignore)
  }
}
