/// Whether a user has a second factor, as far as policy has to know. Only a record that is certainly absent is
/// `.none`; a record that cannot be read is a failure long before policy is asked.
public enum Enrolment: Equatable, Sendable {
  case enrolled
  case none
  /// There is no account of this name.
  case unknownUser
}
