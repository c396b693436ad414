import Countersign
import SecurityKeys
import Words

/// What security keys want of the person who logs in.
extension Person: KeyListener {
  borrowing func pin(triesLeft: UInt8?) throws(Silence) -> SecretBytes {
    let question =
      triesLeft.map {
        said("PIN of the security key (1 try left): ", "PIN of the security key (\($0) tries left): ", count: Int($0))
      } ?? said("PIN of the security key: ")
    return try ask(Person.keyText(question), isHidden: true)
  }

  borrowing func touch(canBeGivenUp: Bool) throws(Silence) {
    try tellOfKey(
      canBeGivenUp ? "Touch your security key, or press Enter to type a code." : "Touch your security key.",
      isError: false)
  }

  borrowing func choose(canBeGivenUp: Bool) throws(Silence) {
    try tellOfKey(
      canBeGivenUp
        ? "Touch the security key to use, or press Enter to type a code." : "Touch the security key to use.",
      isError: false)
  }

  /// That the person left shows in the socket.
  borrowing func stay() throws(Silence) {}

  /// Says why a key did nothing, where the module does not.
  borrowing func explain(_ failure: KeyFailure, triesLeft: UInt8?) throws(Silence) {
    switch failure {
    case .wrongPIN:
      guard let triesLeft else { return try tellOfKey("That is not the PIN of the security key.") }
      let tries = said("One try is left.", "\(triesLeft) tries are left.", count: Int(triesLeft))
      try tellOfKey("That is not the PIN of the security key. \(tries)")
    case .pinBlocked: try tellOfKey("The PIN of your security key is blocked.")
    case .pinPaused: try tellOfKey("Too many wrong PINs in a row: unplug your security key and plug it in again.")
    case .noPIN: try tellOfKey("Your security key has no PIN, which is asked for here.")
    case .unknownFinger: try tellOfKey("Your security key does not know that finger.")
    case .noTouch, .excluded, .noCredential, .unsupported, .full, .gone, .failed: return
    }
  }

  /// Says one line.
  borrowing func tellOfKey(_ line: Message, isError: Bool = true) throws(Silence) {
    try tell(Person.keyText(line.text), isError: isError)
  }

  private static func keyText(_ line: String) throws(Silence) -> SecretBytes {
    do throws(SystemFailure) {
      var text = try SecretBytes(capacity: CompanionPacket.longest - 1)
      text.append(line)
      return text
    } catch {
      throw Silence()
    }
  }
}
