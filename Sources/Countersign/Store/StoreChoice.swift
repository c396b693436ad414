/// Which of the stores of a host is meant.
public enum StoreChoice: Equatable, Sendable {
  /// As the policy says; a user who is in the files is looked after there in any case.
  case byPolicy
  /// The files, whatever the policy says.
  case files
  /// The directory alone.
  case directory
  /// The files of those who may get in while the directory is away.
  case breakGlass
}
