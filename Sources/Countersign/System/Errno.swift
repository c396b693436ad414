import CPosix

/// An error number of the operating system.
public struct Errno: Error, Equatable, Sendable {
  /// The positive number, as in `errno(3)`.
  public let rawValue: Int32

  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// What it means, in English, as the C library has it.
  public var meaning: String {
    // SAFETY: null or static text that ends in a NUL.
    guard let text = unsafe cs_error_text(rawValue) else { return "unknown error" }
    // SAFETY: as above.
    return unsafe String(cString: text)
  }

  /// Linux's numbers, of those that are told from others somewhere.
  public static let notPermitted = Errno(rawValue: 1)
  public static let noEntry = Errno(rawValue: 2)
  public static let noProcess = Errno(rawValue: 3)
  public static let interrupted = Errno(rawValue: 4)
  public static let inputOutput = Errno(rawValue: 5)
  public static let wouldBlock = Errno(rawValue: 11)
  public static let noMemory = Errno(rawValue: 12)
  public static let accessDenied = Errno(rawValue: 13)
  public static let exists = Errno(rawValue: 17)
  public static let notDirectory = Errno(rawValue: 20)
  public static let isDirectory = Errno(rawValue: 21)
  public static let invalid = Errno(rawValue: 22)
  public static let tooManyFilesInSystem = Errno(rawValue: 23)
  public static let tooManyFiles = Errno(rawValue: 24)
  public static let fileTooLarge = Errno(rawValue: 27)
  public static let noSpace = Errno(rawValue: 28)
  public static let readOnlyFileSystem = Errno(rawValue: 30)
  public static let outOfRange = Errno(rawValue: 34)
  public static let tooManyLinks = Errno(rawValue: 40)
  public static let timedOut = Errno(rawValue: 110)
  public static let quotaExceeded = Errno(rawValue: 122)

  /// Whether it says that the process or the machine has no more of something just now, and nothing of a file.
  var isShortage: Bool { self == .noMemory || self == .tooManyFilesInSystem || self == .tooManyFiles }
}

/// Repeats a call that a signal interrupted: the one place where `EINTR` is retried.
///
/// - Parameter call: gives a negative errno when it failed.
/// - Returns: the value of the first call that was not interrupted.
func retryingOnInterrupt<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let result = call()
    if result != Value(-Errno.interrupted.rawValue) { return result }
  }
}
