import Countersign

/// Why a command did not do what it was asked: what is wrong, and what to do about it. Holds nothing secret.
///
/// Both are lower case and have no final period. Standard error shows them as
/// `countersign: error: …` and `countersign: hint: …`; the exit code is 1.
struct Complaint: Error, Equatable {
  let error: String
  let hint: String
  /// The command has shown this itself.
  var isTold = false

  init(_ error: String, hint: String) {
    self.error = error
    self.hint = hint
  }
}
