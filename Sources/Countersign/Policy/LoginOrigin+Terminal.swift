extension LoginOrigin {
  /// Local is only what certainly is: no host to come from, and a console, a serial line or the first X display.
  /// Displays from `:1` on may be virtual ones that somebody looks at from afar.
  ///
  /// - Parameters:
  ///   - host: `PAM_RHOST` or the client's address, also where it is not a number.
  ///   - terminal: `PAM_TTY`.
  public init(host: [UInt8]?, terminal: [UInt8]?) {
    self = (host ?? []).isEmpty && LoginOrigin.isLocal((terminal ?? [])[...]) ? .local : .remote
  }

  private static func isLocal(_ terminal: ArraySlice<UInt8>) -> Bool {
    if isNumbered(terminal, ":0.") || terminal.equals(":0") { return true }
    let name = terminal.starts(with: "/dev/") ? terminal.dropFirst(5) : terminal
    return name.equals("console") || isNumbered(name, "tty") || isNumbered(name, "ttyS")
      || isNumbered(name, "ttyUSB") || isNumbered(name, "ttyACM") || isNumbered(name, "ttyAMA")
      || isNumbered(name, "hvc")
  }

  /// Whether it is these letters and then one to three digits; `ttyp0` is a pseudo-terminal.
  private static func isNumbered(_ name: ArraySlice<UInt8>, _ letters: StaticString) -> Bool {
    guard name.starts(with: letters) else { return false }
    let digits = name.dropFirst(letters.utf8CodeUnitCount)
    return (1...3).contains(digits.count) && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
