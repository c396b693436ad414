/// What must hold for every input.
public enum Claim {
  /// Ends the program, which makes libFuzzer keep the input, unless the claim holds.
  public static func check(_ holds: Bool, _ claim: StaticString) {
    guard holds else { fatalError("this does not hold: \(claim)") }
  }

  /// The value, which must be there.
  public static func present<Value: ~Copyable>(_ value: consuming Value?, _ claim: StaticString) -> Value {
    guard let value else { fatalError("this does not hold: \(claim)") }
    return value
  }
}
