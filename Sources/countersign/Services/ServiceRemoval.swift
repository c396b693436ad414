import Countersign
import LoginStacks
import Words

/// What `countersign disable` is going to put back.
struct ServiceRemoval {
  let services: [String]
  private(set) var files: [FileChange] = []

  init(_ services: [String], _ folder: borrowing ChangeFolder, _ paths: ServicePaths) throws(Complaint) {
    self.services = services.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    if let pending = try folder.pending() {
      throw Complaint(
        "a change of \(ServiceTexts.names(pending)) has not been confirmed yet",
        hint: "countersign confirm keeps it, countersign rollback takes it back")
    }
    for service in self.services {
      let kept = try folder.kept(service)?.files ?? []
      let found = try ServiceRemoval.files(of: service, kept, paths)
      guard !found.isEmpty else { throw try ServiceRemoval.nothing(service, paths) }
      files += found
    }
  }

  private static func files(
    of service: String, _ kept: [FileChange], _ paths: ServicePaths
  ) throws(Complaint) -> [FileChange] {
    var candidates = [paths.pamFile(service), paths.pamFile(ServicePlan.moved(service))]
    if ServiceKnowledge.isSSHD(service) {
      candidates += SSHDPlan.names.map { "\(paths.sshdDropIns)/\($0)" } + [paths.sshdConfiguration]
    }
    var files: [FileChange] = []
    for path in candidates {
      guard let present = try SystemFile.read(path) else { continue }
      let known = kept.first { $0.path == path && $0.after == present }
      let file = PAMFile(name: "", bytes: present)
      let after: [UInt8]?
      if let known {
        after = known.before
      } else if path != paths.sshdConfiguration, path != paths.pamFile(service) {
        // Files that are ours as a whole go, whatever has been written in them since.
        guard ServicePlan.isOwn(file) else { continue }
        after = nil
      } else {
        guard ServicePlan.isMarked(file) else { continue }
        after = ServicePlan.without(file).bytes
      }
      files.append(FileChange(service: service, path: path, before: present, after: after))
    }
    return files
  }

  private static func nothing(_ service: String, _ paths: ServicePaths) throws(Complaint) -> Complaint {
    let name = DisplayText.of(Array(service.utf8))
    let stack = AuthStack(service: service, files: try StackFiles.files(of: service, in: paths.pamFolders))
    if let place = stack.ours.first {
      return Complaint(
        "\(name) asks for a code by \(place.file):\(place.line), which countersign enable has not written",
        hint: place.file == service
          ? "take that line out by hand" : "countersign disable \(place.file), or take it out by hand")
    }
    return Complaint(
      "\(name) is no service that asks for a code",
      hint: "countersign disable-device USER DEVICE switches a single device off")
  }
}
