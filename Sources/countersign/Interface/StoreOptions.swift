import ArgumentParser

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use the store below this directory instead of the system's own.",
      discussion: "The directory has etc/countersign and var/lib/countersign in it.", valueName: "dir"))
  var root: String?
}
