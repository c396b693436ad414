import ArgumentParser
import Countersign
import Words

/// Which store a command about users works on.
struct UserStoreOptions: ParsableArguments {
  @OptionGroup var place: StoreOptions

  @Option(
    name: .customLong("store"),
    help: .said(
      "Look after users in this store: files, ldap or break-glass.",
      discussion: """
        Without it the policy decides, and who is in the files stays there. break-glass has those who may log in while \
        the directory is away.
        """,
      valueName: "store"))
  var choice: ChosenStore?

  /// A store that a command line names.
  enum ChosenStore: String, ExpressibleByArgument, CaseIterable {
    case files, ldap
    case breakGlass = "break-glass"

    var choice: StoreChoice {
      switch self {
      case .files: .files
      case .ldap: .directory
      case .breakGlass: .breakGlass
      }
    }
  }
}
