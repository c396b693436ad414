import ArgumentParser
import Words

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
  @Option(
    help: .said(
      "Use the store below this directory instead of the system's own.",
      discussion: "The directory has etc/countersign and var/lib/countersign in it.", valueName: "dir"))
  var root: String?

  /// A script whose variable is not set must not reach the system's own store.
  func validate() throws {
    guard root != "" else { throw ValidationError(said("--root takes a directory, and got an empty word.")) }
  }
}
