import ArgumentParser

/// Commands about the policy file.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Check the policy file.", subcommands: [PolicyCheckCommand.self])
}
