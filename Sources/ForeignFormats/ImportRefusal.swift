import Words

import Words

/// Why one device of a file is not taken, and what can be done; both are parts of sentences and hold nothing secret.
struct ImportRefusal: Error, Equatable {
  let reason: String
  let hint: String

  init(_ reason: Message, hint: Message) {
    self.reason = reason.text
    self.hint = hint.text
  }
}
