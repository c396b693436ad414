import CPosix

/// The terminal of the login, watched for somebody who would rather type a code than wait for a security key.
struct WatchedTerminal: ~Copyable {
  /// Negative where there is none.
  let number: Int32

  /// - Parameter isWished: otherwise, and where the process has no terminal or is not in front there, none is watched.
  init(_ isWished: Bool) {
    number = isWished ? cs_open_terminal() : -1
  }

  deinit {
    if isThere { _ = cs_close(number) }
  }

  var isThere: Bool { number >= 0 }
}
