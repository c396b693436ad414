/// What set a value of the policy, so that the log can say which line decided.
public enum PolicySource: Equatable, Sendable {
  /// Nothing did; it is the value that holds without a policy file.
  case builtIn
  /// An argument of the module's PAM line.
  case argument
  /// This line of the policy file, counted from 1.
  case line(UInt32)

  /// As it stands in log lines: `default`, `argument` or the number of the line.
  public var text: [UInt8] {
    switch self {
    case .builtIn: Array(ascii: "default")
    case .argument: Array(ascii: "argument")
    case .line(let number): RecordFormat.decimal(UInt64(number))
    }
  }
}
