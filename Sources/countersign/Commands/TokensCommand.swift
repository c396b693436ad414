import ArgumentParser
import Words

/// What has to do with the inventory of hardware tokens.
struct TokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens", abstract: said("Look after the inventory of hardware tokens."),
    discussion: said("""
      The inventory holds imported tokens by the serial numbers printed on them, with sealed keys. A token is free, or \
      a device of one user.
      """),
    subcommands: [
      TokensAddCommand.self, TokensListCommand.self, TokensShowCommand.self, TokensAssignCommand.self,
      TokensReturnCommand.self, TokensRemoveCommand.self,
    ])
}
