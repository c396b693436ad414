import Words

/// Whether a rotation of the host key has come to its end.
struct RotationCheck {
  enum State: Equatable {
    case finished
    case underWay
    /// A command is at it just now.
    case atWork
  }

  let state: State

  var findings: [Finding] {
    switch state {
    case .finished: []
    case .atWork: [.ok("key-rotation", "the host key is being replaced just now")]
    case .underWay:
      [
        .warn(
          "key-rotation", "the host key was not replaced to the end: the old one still opens records",
          cure: "countersign rotate-key goes on with it")
      ]
    }
  }
}
