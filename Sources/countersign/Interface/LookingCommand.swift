import ArgumentParser

/// A command that shows what there is. When who reads that has read enough, as `head` does, nothing is wrong: it ends
/// without a word, where others say that what they changed stays changed.
protocol LookingCommand: ParsableCommand {
  /// Whether it changes nothing, with the options that it has got.
  var onlyLooks: Bool { get }
}

extension LookingCommand {
  var onlyLooks: Bool { true }
}
