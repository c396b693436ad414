import LoginStacks
import Words

/// The PAM files of a trial: those of the service with stand-ins in place of the modules that cannot be run.
///
/// Only the rules of the facility `auth` are in them, each at its place with its control, so that jumps, includes and
/// substacks are libpam's own work.
struct TrialFiles {
  /// Linux-PAM's module that gives the result that it is told to give.
  static let standIn = "pam_debug.so"

  private let service: String
  private let files: [String: PAMFile]
  private let directory: ModuleDirectory
  /// Takes the place of our module's own file.
  private let module: String?
  private let stack: AuthStack

  init(_ stack: AuthStack, _ files: [String: PAMFile], _ directory: ModuleDirectory, module: String?) {
    service = stack.service
    self.files = files
    self.directory = directory
    self.module = module
    self.stack = stack
  }

  /// The rules that are reached, each once, with what becomes of them.
  var roles: [(place: StackPlace, rule: PAMRule, role: TrialRole)] {
    var seen: Set<StackPlace> = []
    return stack.steps.compactMap { step in
      guard let rule = step.rule, seen.insert(step.place).inserted else { return nil }
      return (step.place, rule, role(of: rule))
    }
  }

  private func role(of rule: PAMRule) -> TrialRole { TrialRole(rule, isInstalled: isInstalled(rule)) }

  func isInstalled(_ rule: PAMRule) -> Bool {
    directory.has(rule.isOurs ? module ?? rule.module : rule.module)
  }

  /// Whether our module looks for the code in what an earlier module asked for.
  var usesEarlierAnswer: Bool { ourArguments.contains { $0 == "use_first_pass" || $0 == "try_first_pass" } }
  /// Whether our module asks for password and code in one.
  var asksForBoth: Bool { ourArguments.contains("forward_pass") }
  /// Whether our module lets those pass who are not enrolled, whatever the policy says.
  var admitsUnenrolled: Bool { ourArguments.contains("nullok") }
  /// The root of the store that the stack's own lines name; empty for the system's own.
  var root: String { ourArguments.last { $0.hasPrefix("root=") }.map { String($0.dropFirst(5)) } ?? "" }

  private var ourArguments: [String] { roles.filter { $0.role == .code }.flatMap(\.rule.arguments) }

  /// The names and contents of the files.
  ///
  /// - Parameters:
  ///   - folder: where they will lie.
  ///   - root: of the store for this login.
  func contents(
    _ arrangement: TrialArrangement, folder: String, root: String
  ) -> [(name: String, bytes: [UInt8])] {
    let places = Places(folder: folder, root: root)
    var contents = files.values.map { file -> (name: String, bytes: [UInt8]) in
      var lines = file.name == service && usesEarlierAnswer ? [TrialFiles.askingForPassword] : []
      for (index, line) in file.lines.enumerated() {
        let place = StackPlace(file: file.name, line: file.number(ofLineAt: index), index: index)
        if let line = self.line(line, place, arrangement, places) { lines.append(line) }
      }
      return (TrialFiles.flatName(file.name), Array(lines.map { "\($0)\n" }.joined().utf8))
    }
    // libpam wants to read it, whatever the service's own file says.
    if files["other"] == nil { contents.append(("other", Array("auth required pam_deny.so\n".utf8))) }
    return contents
  }

  /// Asks and keeps the answer for our module. It stands before everything else, so that no jump passes over it, and
  /// nothing comes of its result.
  private static let askingForPassword = "auth [default=ignore] pam_exec.so quiet quiet_log expose_authtok /bin/true"
  /// What libpam makes of a line that it does not understand.
  private static let failing = "auth [default=bad] \(standIn) auth=perm_denied"

  private func line(
    _ line: PAMLine, _ place: StackPlace, _ arrangement: TrialArrangement, _ places: Places
  ) -> String? {
    switch line.content {
    case .nothing: return nil
    case .unreadable: return TrialFiles.failing
    case .includeAll(let file): return "@include \(places.path(file))"
    case .rule(let rule) where rule.facility == .auth: return self.line(rule, place, arrangement, places)
    case .rule: return nil
    }
  }

  private func line(
    _ rule: PAMRule, _ place: StackPlace, _ arrangement: TrialArrangement, _ places: Places
  ) -> String {
    guard let control = rule.control.text else { return TrialFiles.failing }
    let called: String
    if rule.isInclude {
      called = places.path(rule.module)
    } else {
      called = switch role(of: rule) {
      case .itself: TrialFiles.text(rule.module, rule.arguments)
      case .firstFactor: TrialFiles.standIn(saying: arrangement.firstFactor(at: place))
      case .otherFactor: TrialFiles.standIn(saying: arrangement.otherFactor)
      case .always(let result): TrialFiles.standIn(saying: result)
      case .code: ours(rule, arrangement.module, places)
      }
    }
    return "\(rule.isQuietWhenMissing ? "-" : "")auth \(control) \(called)"
  }

  private func ours(_ rule: PAMRule, _ standing: TrialArrangement.Module, _ places: Places) -> String {
    switch standing {
    case .real:
      let arguments = rule.arguments.filter { !$0.hasPrefix("root=") } + ["root=\(places.root)"]
      return TrialFiles.text(module ?? rule.module, arguments)
    case .missing: return "\(places.root)/missing/pam_countersign.so"
    case .says(let result): return TrialFiles.standIn(saying: result)
    }
  }

  private static func standIn(saying result: PAMResult) -> String { "\(standIn) auth=\(result.rawValue)" }

  private struct Places {
    let folder: String
    let root: String

    /// A file that is included. Debian's libpam looks for it in `/etc/pam.d` wherever the service's own file lies,
    /// unless it is named by its path.
    func path(_ name: String) -> String { "\(folder)/\(TrialFiles.flatName(name))" }
  }

  /// A file that is named by its path lies among the others here.
  private static func flatName(_ name: String) -> String { name.replacing("/", with: "_") }

  private static func text(_ module: String, _ arguments: [String]) -> String {
    ([module] + arguments.map(quoted)).joined(separator: " ")
  }

  private static func quoted(_ argument: String) -> String {
    guard argument.isEmpty || argument.hasPrefix("[") || argument.contains(where: { " \t#\\".contains($0) }) else {
      return argument
    }
    return "[\(argument.replacing("]", with: "\\]"))]"
  }
}
