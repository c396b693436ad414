import Countersign

/// Who hears what keys want of people while an order is carried out.
public protocol KeyListener: ~Copyable {
  associatedtype Trouble: Error

  /// Asks for the PIN of a key.
  ///
  /// - Parameter triesLeft: before the key is blocked; `nil` when it does not say.
  /// - Returns: empty to give up.
  borrowing func pin(triesLeft: UInt8?) throws(Trouble) -> SecretBytes
  /// A key waits for its touch.
  ///
  /// - Parameter canBeGivenUp: whether Enter ends the wait.
  borrowing func touch(canBeGivenUp: Bool) throws(Trouble)
  /// Several keys wait; one of them is to be touched.
  borrowing func choose(canBeGivenUp: Bool) throws(Trouble)
  /// Called several times a second while a key is waited for: throws to give up.
  borrowing func stay() throws(Trouble)
}
