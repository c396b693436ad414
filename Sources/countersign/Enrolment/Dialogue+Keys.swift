import Countersign
import SecurityKeys
import Words

/// What security keys want of whoever enrols one.
extension Dialogue: KeyListener {
  borrowing func pin(triesLeft: UInt8?) throws(Complaint) -> SecretBytes {
    guard let triesLeft else { return try askHidden("PIN of the security key: ") }
    return try askHidden(
      Message(
        "PIN of the security key (1 try left): ", "PIN of the security key (\(triesLeft) tries left): ",
        count: Int(triesLeft)))
  }

  borrowing func touch(canBeGivenUp: Bool) throws(Complaint) {
    Terminal.remark("Touch the security key now.")
  }

  borrowing func choose(canBeGivenUp: Bool) throws(Complaint) {
    Terminal.remark("Several security keys are plugged in: touch the one to use.")
  }

  borrowing func stay() throws(Complaint) { try endIfAsked() }
}
