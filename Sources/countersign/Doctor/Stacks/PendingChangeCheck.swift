/// Whether a change of services waits for its confirmation.
struct PendingChangeCheck {
  let isPending: Bool

  var findings: [Finding] {
    guard isPending else { return [] }
    return [
      .warn(
        "pending-change", "a change of services waits to be confirmed, and is taken back if it is not",
        cure: "log in once more, then countersign confirm; countersign rollback takes it back at once")
    ]
  }
}
