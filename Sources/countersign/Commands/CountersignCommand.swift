import ArgumentParser
import Words

/// The command itself: everything is done by a subcommand.
struct CountersignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "countersign",
    abstract: said("Enrol people for a second factor and look after their devices."),
    discussion: said("""
      Everything but doctor and the check of a policy file that may be read needs root. A command that does not do \
      what it was asked says why and what to do about it, and exits with 1; a command line that makes no sense exits \
      with 2.
      """),
    version: "countersign 0.1.0",
    subcommands: [
      EnrollCommand.self, InviteCommand.self, VerifyCommand.self, ListCommand.self, StatusCommand.self, QRCommand.self,
      RemoveCommand.self, RenameCommand.self, RecoveryCodesCommand.self, UnlockCommand.self, ResyncCommand.self,
      SendCommand.self,
      BypassCommand.self, TemporaryCodeCommand.self, DisableDeviceCommand.self, EnableDeviceCommand.self,
      ExpireCommand.self, LanguageCommand.self, ResetCommand.self, ForgetCommand.self, TokensCommand.self,
      AssignCommand.self,
      RotateKeyCommand.self, ImportCommand.self, ExportCommand.self,
      EnableCommand.self, ConfirmCommand.self, RollbackCommand.self, DisableCommand.self, TryCommand.self,
      DoctorCommand.self, ExplainCommand.self, ReportCommand.self, PolicyCommand.self, AuditCommand.self,
      DirectoryCommand.self, MigrateCommand.self,
    ])
}
