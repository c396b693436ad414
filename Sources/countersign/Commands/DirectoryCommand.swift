import ArgumentParser
import Words

/// What has to do with the directory itself, and not with users in it.
struct DirectoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory", abstract: said("Set up, check and move the directory of a site."),
    discussion: said("""
      With Store ldap in the policy, users are looked after in an LDAP directory that all hosts of a site have in \
      common. One provider of it takes codes; these commands set that up. Users are worked on by the other commands.
      """),
    subcommands: [
      DirectorySchemaCommand.self, DirectoryInitCommand.self, DirectoryCheckCommand.self, DirectoryDeciderCommand.self,
      DirectoryRotateKeyCommand.self,
    ])
}
