import Words

/// Whether a change of services waits for its confirmation, and whether it still can be kept or taken back.
struct PendingChangeCheck {
  let change: ServiceChange?
  /// What lies on the disk of each of its files.
  let standings: [FileChange.Standing]
  /// Where it is written down.
  let folder: String
  let now: UInt64

  private static let check = "pending-change"
  /// What takes a change back may be some seconds late, and takes a moment itself.
  static let patience: UInt64 = 10

  var findings: [Finding] {
    guard let change else { return [] }
    return [waiting(change)] + [foreign(change), half(change)].compactMap { $0 }
  }

  private func waiting(_ change: ServiceChange) -> Finding {
    let services = NameList.of(change.services.map(\.name), most: 5)
    let (by, made) = (change.by, TimeText.minute(change.made))
    guard change.kind == .enable, let until = change.until else {
      return .warn(
        PendingChangeCheck.check, "disabling \(services), begun by \(by) at \(made), was not finished",
        cure: "countersign enable --resume finishes it, countersign rollback takes it back")
    }
    let time = TimeText.minute(until)
    guard now <= until || now - until <= PendingChangeCheck.patience else {
      return .fail(
        PendingChangeCheck.check,
        """
        the change of \(services) by \(by) at \(made) was to be confirmed until \(time), and nothing has taken it \
        back since
        """,
        cure: "countersign rollback takes it back; countersign confirm keeps it, after a login with a code")
    }
    return .warn(
      PendingChangeCheck.check,
      "the change of \(services) by \(by) at \(made) waits to be confirmed until \(time), and is taken back then",
      cure: "log in once more, and there countersign confirm; countersign rollback takes it back at once")
  }

  private func foreign(_ change: ServiceChange) -> Finding? {
    let paths = zip(change.files, standings).filter { isForeign($0.1) }.map(\.0.path)
    guard !paths.isEmpty else { return nil }
    return .fail(
      "pending-change-files",
      Message(
        "\(NameList.of(paths)) is neither as before the change nor as after it",
        "\(NameList.of(paths)) are neither as before the change nor as after it", count: paths.count),
      cure: "compare with the copies in \(folder)/pending; countersign rollback only takes our lines out")
  }

  /// Some files are changed and others are not: a run was killed, or is at work just now.
  private func half(_ change: ServiceChange) -> Finding? {
    let old = zip(change.files, standings).filter { $0.1 == .before }.map(\.0.path)
    guard !old.isEmpty, !standings.contains(where: isForeign) else { return nil }
    let isWhole = old.count == change.files.count
    // Disabling that has not begun has been told of as what was not finished.
    guard !isWhole || change.kind == .enable else { return nil }
    return .warn(
      "pending-change-files",
      isWhole
        ? "nothing of the change is made yet; all files are as before"
        : Message(
          "the change is made in part: \(NameList.of(old)) is as before",
          "the change is made in part: \(NameList.of(old)) are as before", count: old.count),
      cure: "countersign enable --resume makes the rest, countersign rollback takes it back")
  }

  private func isForeign(_ standing: FileChange.Standing) -> Bool {
    if case .other = standing { true } else { false }
  }
}
