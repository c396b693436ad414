import Countersign
import Words

extension DeviceName {
  /// What is told of a name that is none.
  static let rule = said("A device's name has 1 to 64 bytes, no control characters and no blank at either end.")
}
