/// Why a service's file cannot be changed so that it asks for a code.
public enum PlanFlaw: Error, Equatable, Sendable {
  /// There is no file for the service.
  case noFile
  /// libpam itself does not get through the file.
  case broken
  /// A line that is not ours calls the module already, and the stack does what it should.
  case asksAlready(StackPlace)
  /// A line that is not ours calls the module already, and there is a way past it.
  case asksInVain(StackPlace, StackAssessment)
  /// No rule asks for a first factor, so there is nothing to ask after.
  case noFirstFactor
  /// However the lines are put, somebody would get in without a code, or nobody at all.
  case unsound(StackAssessment)
  /// Only sshd verifies keys.
  case needsSSHD
  /// A name that a PAM line cannot hold.
  case unusableGroup
}
