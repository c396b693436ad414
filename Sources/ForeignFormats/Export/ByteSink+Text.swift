import Countersign
import OATH

/// Writing texts that may hold secrets.
extension ByteSink where Self: ~Copyable {
  /// - Returns: whether it fitted.
  @discardableResult
  mutating func append(text: String) -> Bool {
    for byte in text.utf8 {
      guard append(byte) else { return false }
    }
    return true
  }
}
