import ArgumentParser
import Countersign
import Words

/// As whom a command binds to the directory, where the host itself may not do it.
struct DirectoryKeeperOptions: ParsableArguments {
  @Option(
    help: .said("Bind as this entry instead of as the policy says.", valueName: "dn"))
  var bindName: String?

  @Option(
    help: .said("The file with its password: root's alone, mode 0600.", valueName: "file"))
  var passwordFile: String?

  /// - Returns: `nil` where the policy says how to bind.
  func login() throws(Complaint) -> DirectoryLogin? {
    switch (bindName, passwordFile) {
    case (nil, nil): return nil
    case (let name?, let file?) where !name.isEmpty && file.hasPrefix("/"):
      return .password(name: Array(name.utf8), file: Array(file.utf8))
    case (_?, _?):
      throw Complaint("--password-file takes a whole path", hint: "write it as /root/directory.password")
    default:
      throw Complaint(
        "--bind-name and --password-file belong together", hint: "give both, or none to bind as the policy says")
    }
  }
}
