import ArgumentParser
import Countersign
import Words

/// Asking before something is taken away or opened.
struct ConsentOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: .said("Ask nothing."))
  var yes = false

  /// Asks at a terminal; elsewhere only `--yes` will do.
  ///
  /// - Parameters:
  ///   - statement: what is going to happen, to which the question is added.
  ///   - otherwise: what would happen, for a script that has not said `--yes`.
  ///   - consequence: what is true if the answer is no.
  func require(
    _ statement: Message, otherwise: Message, consequence: Message = "nothing was changed"
  ) throws(Complaint) {
    guard !yes else { return }
    guard StandardStream.input.isTerminal else { throw Complaint(otherwise, hint: "add --yes if that is wanted") }
    let dialogue = try Dialogue(consequence: consequence)
    guard try dialogue.confirms("\(statement). Go on?") else { throw Complaint("not confirmed", hint: consequence) }
  }
}
