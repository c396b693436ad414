import Countersign
import Words

/// Something in a policy that may well do other than its author thinks.
struct PolicyWarning: Equatable {
  /// What it is.
  enum Trap: Equatable {
    /// All items of a list are negated.
    case negationsOnly(PolicyCriterion.Kind)
    /// Everything in a block is set before by another one, whose `Match` is on this line.
    case neverWins(line: UInt32)
    case setsNothing
    case wholeNetwork
    /// Seconds.
    case longRemember(UInt64)
    case rootLockedOut(isEnrolmentKnown: Bool)
    case unknownGroup([UInt8])
    /// How many people are not enrolled, if that is known.
    case enrollByPast(unenrolled: Int?)
    case enrollByWithoutMandatory
    case noFactorLeft
    /// The first factor alone enrols the second one.
    case enrollWithoutTicket
    case enrollBeforeNoDay
    /// Nothing counts but codes that are sent, beside what is for emergencies.
    case onlySentCodes
    /// Codes that are sent count here, and nothing sends any.
    case nothingSends
    case unfitCommand([UInt8], ProgramFlaw)
    /// Users are in a directory, and what there is to know of it is missing or does not go together.
    case directoryNotUsable
    /// Whoever takes an entry out of the directory lets its user in without a second factor.
    case absenceLetsIn
    /// There is no directory that could be away.
    case neverOffline
  }

  let trap: Trap
  /// From 1.
  let line: UInt32
  /// From 1, in bytes.
  let column: UInt32

  /// Lower case, without a final period.
  var message: String {
    switch trap {
    case .negationsOnly(let kind): said("this list for \(kind.name) has only negated items, so the Match never holds")
    case .neverWins(let line):
      said("nothing in this Match can win: the Match on line \(line) holds whenever it does, and comes first")
    case .setsNothing: said("this Match sets nothing")
    case .wholeNetwork: said("this network holds every address of its kind")
    case .longRemember(let seconds): Self.longRemember(seconds)
    case .rootLockedOut(true): said("root has no device and could not log in at the console")
    case .rootLockedOut(false): said("root could not log in at the console without a device")
    case .unknownGroup(let name): said("there is no group '\(DisplayText.of(name))', so nobody is in it")
    case .enrollByPast(nil): said("this day is over: who is not enrolled cannot log in")
    case .enrollByPast(let count?):
      said(
        "this day is over, and \(count) user cannot log in: not enrolled",
        "this day is over, and \(count) users cannot log in: not enrolled", count: count)
    case .enrollByWithoutMandatory: said("EnrollBy changes nothing where no line says Mode mandatory")
    case .enrollWithoutTicket: said("whoever knows a password alone can enrol a device for its owner")
    case .enrollBeforeNoDay: said("before-enroll-by changes nothing where no line has EnrollBy")
    case .noFactorLeft: said("only recovery codes count here, and RecoveryCodes deny takes them away")
    case .onlySentCodes:
      said("only codes that are sent count here; others can read or divert them (NIST SP 800-63B restricts SMS)")
    case .nothingSends: said("codes that are sent count here, but there is no Deliver that sends any")
    case .directoryNotUsable: said("every login is refused: where the directory is, is not said in full")
    case .absenceLetsIn: said("whoever can remove an entry from the directory lets its user in without a second factor")
    case .neverOffline: said("Offline changes nothing where no line says Store ldap")
    case .unfitCommand(let path, let flaw):
      said("the command \(DisplayText.of(path)) is not run: \(flaw.sentence)")
    }
  }

  /// What to do about it, in the same form.
  var hint: String {
    switch trap {
    case .negationsOnly(.user), .negationsOnly(.service): said("put '*,' in front of the list")
    case .negationsOnly(.network): said("put '0.0.0.0/0,::/0,' in front of the list")
    case .negationsOnly(.time): said("put 'Mon-Sun,' in front of the list")
    case .negationsOnly(.terminal): said("name the other one: local or remote")
    case .negationsOnly(.key): said("name what is meant: sk, any or none")
    case .negationsOnly(.group): said("write a Match for the group, before the one for everybody else")
    case .neverWins(let line): said("move it in front of line \(line), or take it out")
    case .setsNothing: said("put keywords below it, or take it out")
    case .wholeNetwork: said("leave Network out, or name networks")
    case .longRemember: said("choose 24h or less")
    case .directoryNotUsable:
      said("give Directory and DirectoryBase; DirectoryBind external is for ldapi:/// alone")
    case .absenceLetsIn: said("say Mode mandatory for everybody, or know who may remove entries")
    case .neverOffline: said("take it out, or say Store ldap")
    case .rootLockedOut: said("enroll root, or put 'Match User root TTY local' with 'Mode enrolled' before it")
    case .unknownGroup: said("check the spelling with 'getent group'")
    case .enrollByPast: said("enroll them, or name a later day")
    case .enrollByWithoutMandatory: said("say 'Mode mandatory' where everybody is to enroll by that day")
    case .enrollWithoutTicket:
      said("leave without-ticket out and give tickets with countersign invite, or keep it to a Match Network")
    case .enrollBeforeNoDay: said("add EnrollBy, or leave before-enroll-by out")
    case .noFactorLeft: said("name another kind in Factors")
    case .onlySentCodes: said("name another kind, too, and let people enrol an app or a key")
    case .nothingSends: said("put 'Deliver sms /path/to/command' before the first Match, or take 'sent' out")
    case .unfitCommand(_, .missing), .unfitCommand(_, .notRegularFile): said("check the path")
    case .unfitCommand(_, .notExecutable): said("make it executable with chmod 0755")
    case .unfitCommand: said("let it lie where only root can write, such as /usr/local/libexec/countersign")
    }
  }

  /// NIST SP 800-63B-4 sections 2.1.3 and 2.2.3: 24 hours at AAL2, 30 days at AAL1.
  private static func longRemember(_ seconds: UInt64) -> String {
    let time = TimeText.duration(seconds)
    return seconds > 30 * 86_400
      ? said("a success is remembered for \(time), beyond all ceilings of NIST SP 800-63B")
      : said("a success is remembered for \(time), beyond the 24 hours of NIST SP 800-63B for AAL2")
  }
}
