import Countersign

/// What a policy is checked against; what is not known is left out.
struct PolicySurroundings {
  /// The day on the clock on the wall.
  var today: PolicyDate?
  /// Groups that the policy names and that certainly do not exist.
  var missingGroups: [[UInt8]] = []
  /// How many users are not enrolled.
  var unenrolled: Int?
  /// Whether root has a device.
  var rootIsEnrolled: Bool?
  /// Those of the policy's groups that root is in.
  var rootGroups: [[UInt8]] = []
  /// Commands of the policy that root must not run, and why.
  var unfitCommands: [(command: PolicyProgram, flaw: ProgramFlaw)] = []
}
