import ArgumentParser
import Words

/// Commands about the policy file.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: said("Check the policy file."), subcommands: [PolicyCheckCommand.self])
}
