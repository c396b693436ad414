import Countersign

/// The person who logs in, where conversation and log go the same way.
final class SharedPerson {
  /// Whether the login has become one of somebody else.
  private(set) var isAboutOtherUser = false
  /// Whether the module has left; it knows why, and logs it.
  private(set) var isGone = false
  private let person: Person

  init(_ person: consuming Person) {
    self.person = person
  }

  /// What the session makes of a module that has left. Nobody is there to be told this code.
  static let failure = ConversationFailure(code: 0)

  /// - Returns: whether somebody was there.
  @discardableResult
  func send(_ kind: CompanionPacket.Kind, _ bytes: Span<UInt8>) -> Bool {
    do throws(Silence) { try person.send(kind, bytes) } catch { isGone = true }
    return !isGone
  }

  /// - Returns: `nil` where there is none.
  func answer(
    to kind: CompanionPacket.Kind, _ text: Span<UInt8>
  ) throws(ConversationFailure) -> SecretBytes? {
    do throws(Silence) {
      try person.send(kind, text)
      switch try person.given() {
      case .answer(let answer): return answer
      case .nothing: return nil
      case .aboutOtherUser:
        isAboutOtherUser = true
        return try? SecretBytes(capacity: 1)
      }
    } catch {
      isGone = true
      throw SharedPerson.failure
    }
  }

  /// The last word.
  func end(_ ending: [UInt8]) { person.end(ending) }
}
