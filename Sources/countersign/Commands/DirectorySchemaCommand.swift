import ArgumentParser
import Words

/// Prints the schema.
struct DirectorySchemaCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: said("Print the schema that the directory needs."),
    discussion: said("""
      Into a running OpenLDAP it goes as root of that machine with:

        countersign directory schema | ldapadd -Y EXTERNAL -H ldapi:///

      For slapd.conf take --format schema, and include the file. Providers and replicas all need it.
      """))

  @Option(help: .said("How it is written.", valueName: "format"))
  var format: DirectorySchema.Form = .ldif

  func run() throws {
    // Its last line has its end.
    try Terminal.current.say(verbatim: String(DirectorySchema.text(format).dropLast()))
  }
}
