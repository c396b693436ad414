/// A program that the policy names, with its arguments.
public struct PolicyProgram: Equatable, Sendable {
  /// Absolute.
  public let path: FilePath
  public let arguments: [[UInt8]]
  /// Where the policy names it, from 1.
  public let line: UInt32
  /// From 1, in bytes.
  public let column: UInt32
}

extension Policy {
  /// What sends codes this way.
  public func deliverer(_ name: DeliveryName) -> PolicyProgram? {
    for statement in statements {
      if case .deliver(name, let range) = statement.value { return command(range, statement) }
    }
    return nil
  }

  /// What changes are told.
  public var notifier: PolicyProgram? {
    for statement in statements {
      if case .notify(let range) = statement.value { return command(range, statement) }
    }
    return nil
  }

  /// All programs that it names.
  public var commands: [PolicyProgram] {
    statements.compactMap { statement in
      switch statement.value {
      case .deliver(_, let range), .notify(let range): command(range, statement)
      default: nil
      }
    }
  }

  private func command(_ range: Range<Int>, _ statement: PolicyStatement) -> PolicyProgram? {
    var words = PolicyWords(text, line: statement.line, range)
    var taken: [[UInt8]] = []
    while let word = try? words.next() { taken.append(Array(text[word.range])) }
    guard let path = taken.first else { return nil }
    return PolicyProgram(
      path: FilePath(path), arguments: Array(taken.dropFirst()), line: statement.line, column: statement.column)
  }
}
