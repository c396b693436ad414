import ArgumentParser
import Countersign
import Words

/// Looks for what keeps people out, or lets them in without a code.
struct DoctorCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: said("Look for what keeps people out, or lets them in without a code."),
    discussion: said("""
      Looks at PAM, sshd, sudo, the module, the store, the policy, the clock and the system, and says of each whether \
      it is right. Below what is not stands what to do about it. Exit code 0 means that nothing failed. Changes \
      nothing without --fix, and never PAM or sshd. Without root it looks at what it may, and says what it left out.
      """))

  @Argument(help: .said("PAM services to look at; all that ask for a code, sshd and sudo unless given."))
  var service: [String] = []

  @Flag(
    help: .said("Put right what only root can have touched: owner and mode of our files, damaged copies of states."))
  var fix = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  var onlyLooks: Bool { !fix }

  func run() throws {
    if fix { try Workplace.requireRoot() }
    var examination = try Examination(store, services: service)
    try examination.run(isFixing: fix)
    let diagnosis = examination.diagnosis
    if json {
      try Terminal.current.say(verbatim: JSONText.of(DiagnosisFacts(diagnosis)))
    } else {
      for line in DiagnosisText(diagnosis).lines { try Terminal.current.say(verbatim: line) }
    }
    guard diagnosis.isSound else { throw ExitCode(1) }
  }
}
