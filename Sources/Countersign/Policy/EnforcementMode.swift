/// Who has to give a second factor.
public enum EnforcementMode: Equatable, Sendable {
  /// Everybody; those who are not enrolled cannot log in.
  case mandatory
  /// Those who are enrolled; the others are let pass by this module.
  case enrolled
  /// Nobody: the module lets everybody pass, without looking at the store.
  case disabled
}
