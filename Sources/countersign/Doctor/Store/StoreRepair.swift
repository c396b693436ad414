import Countersign
import Words

/// Puts right what ``StoreRepairPlan`` says may be put right, and slots of states that are damaged.
struct StoreRepair {
  private let location: StoreLocation

  init(_ location: StoreLocation) {
    self.location = location
  }

  /// - Returns: what was done, and what could not be done.
  func run() -> [Repair] {
    var unreadable: [String] = []
    let plan = StoreRepairPlan(StoreTreeProbe.tree(location, unreadable: &unreadable))
    return plan.steps.map(carryOut) + mendSlots()
  }

  private func carryOut(_ step: StoreRepairPlan.Step) -> Repair {
    var repair = Repair(text: text(step))
    do throws(SystemFailure) {
      try make(step)
    } catch {
      repair.failure = "\(error.call.name): \(Complaint.meaning(error))"
    }
    return repair
  }

  private func text(_ step: StoreRepairPlan.Step) -> String {
    let file = step.file
    let mode = "0" + String(file.usual, radix: 8)
    switch step.change {
    case .makeDirectory: return said("\(file.path) made, mode \(mode)")
    case .setOwner: return said("\(file.path): owner was uid \(file.found?.owner ?? 0), is root")
    case .setMode: return said("\(file.path): mode was 0\(String(file.found?.permissions ?? 0, radix: 8)), is \(mode)")
    }
  }

  private func make(_ step: StoreRepairPlan.Step) throws(SystemFailure) {
    let path = FilePath(Array(step.file.path.utf8))
    switch step.change {
    case .makeDirectory:
      let root = try FileDescriptor.open(FilePath("/"), .directory)
      try root.makeDirectory(path, permissions: step.file.usual)
    case .setOwner: try opened(step.file, path).setOwner(location.owner)
    case .setMode: try opened(step.file, path).setPermissions(step.file.usual)
    }
  }

  /// Opens what was looked at, and nothing that has taken its place meanwhile.
  private func opened(_ file: StoreFile, _ path: FilePath) throws(SystemFailure) -> FileDescriptor {
    let opened = try FileDescriptor.open(path, file.wanted == .directory ? .directory : .read)
    let status = try opened.status()
    let isSame = file.wanted == .directory ? status.isDirectory : status.isRegularFile && status.links == 1
    guard isSame else { throw SystemFailure(.open, .invalid) }
    return opened
  }

  private func mendSlots() -> [Repair] {
    guard let store = try? UserStore(location.choosing(.files)), let names = try? store.userNames() else { return [] }
    return names.compactMap { name in
      let text = said("state of \(DisplayText.of(name)): the damaged copy written anew")
      do throws(StoreFailure) {
        return try store.mendSlot(of: name) ? Repair(text: text) : nil
      } catch {
        // What cannot be read at all is told by the check.
        guard case .system = error else { return nil }
        return Repair(text: text, failure: Complaint(error, user: name, at: location).error)
      }
    }
  }
}
