import Countersign
import Words

/// Why a command did not do what it was asked: what is wrong, and what to do about it, in the language of the process.
/// Holds nothing secret.
///
/// Both are lower case and have no final period. Standard error shows them as
/// `countersign: error: …` and `countersign: hint: …`; the exit code is 1.
struct Complaint: Error, Equatable {
  let error: String
  let hint: String
  /// The command has shown this itself.
  var isTold = false
  /// Who reads standard output has ended.
  var isUnread = false

  init(_ error: Message, hint: Message) {
    self.error = error.text
    self.hint = hint.text
  }
}
