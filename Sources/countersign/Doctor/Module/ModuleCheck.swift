import Words

/// Whether the module is where services look for it, and fits this machine.
struct ModuleCheck {
  static let name = "pam_countersign.so"

  /// The directory in which libpam looks for modules; `nil` where it was not found.
  let folder: String?
  /// What the programs of this machine are: that of a module that came with libpam.
  let host: ELFHeader?
  /// The files that services name, each with the services.
  let named: [(file: ModuleFile, services: [String])]
  /// All files of its name in places where modules lie.
  let present: [ModuleFile]

  var findings: [Finding] {
    let wanted = named.isEmpty ? folder.map { [(file("\($0)/\(ModuleCheck.name)"), [String]())] } ?? [] : named
    let flawed = wanted.compactMap { finding($0.0, $0.1) }
    let main = flawed.isEmpty ? wanted.first.map { [.ok("module", "\($0.0.path) fits this machine")] } ?? [] : flawed
    return main + [copies(wanted.map(\.0))].compactMap { $0 }
  }

  private func file(_ path: String) -> ModuleFile {
    present.first { $0.path == path } ?? ModuleFile(path: path, found: nil)
  }

  private func finding(_ file: ModuleFile, _ services: [String]) -> Finding? {
    let (who, count) = (NameList.of(services), services.count)
    guard let found = file.found else {
      guard !services.isEmpty else {
        return .warn("module", "\(file.path) is not there yet", cure: "install.sh builds and installs it")
      }
      return .fail(
        "module",
        Message(
          "\(file.path), which \(who) names, is not there: nobody gets in by it",
          "\(file.path), which \(who) name, is not there: nobody gets in by them", count: count),
        cure: elsewhere ?? "install.sh installs it; until then take the line out of the stack")
    }
    guard found.isRegular, let header = found.header, header.kind == .shared else {
      return .fail(
        "module",
        services.isEmpty
          ? "\(file.path) is no module"
          : Message(
            "\(file.path), which \(who) names is no module", "\(file.path), which \(who) name is no module",
            count: count),
        cure: "install.sh puts the real one in its place")
    }
    if let host, !header.fits(host) {
      return .fail(
        "module", "\(file.path) is for \(header.name), and this machine's programs are \(host.name)",
        cure: "build it on this machine: install.sh")
    }
    guard found.owner == 0, found.permissions & 0o022 == 0 else {
      let mode = "0" + String(found.permissions, radix: 8)
      return .fail(
        "module", "\(file.path) can be changed by others: uid \(found.owner), mode \(mode)",
        cure: "install it again: what others could change runs as root in sshd and sudo")
    }
    return nil
  }

  /// Where it is, if it is not where it is looked for.
  private var elsewhere: Message? {
    present.first { $0.found != nil }.map { "name the one that is there: \($0.path)" }
  }

  private func copies(_ wanted: [ModuleFile]) -> Finding? {
    let known = wanted.compactMap(\.found?.identity)
    var others: [ModuleFile] = []
    for file in present {
      guard let identity = file.found?.identity, !known.contains(identity),
        !others.contains(where: { $0.found?.identity == identity })
      else { continue }
      others.append(file)
    }
    guard let first = others.first, !known.isEmpty else { return nil }
    return .warn(
      "module-copies", "there is another \(ModuleCheck.name): \(NameList.of(others.map(\.path)))",
      cure: "remove what no service names, or updates go past it: rm \(first.path)")
  }
}
