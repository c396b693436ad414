import CPosix

/// Another program that this process has started, for the command alone.
///
/// It is started without a shell, has an environment of its own, no descriptor of this process and no terminal. When
/// this value goes while it still runs, it is ended.
public struct ChildProcess: ~Copyable {
  /// How a program ended.
  public enum Ending: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  private let number: Int32
  private var outputs: [Int32]
  private var ending: Ending?

  /// - Parameters:
  ///   - path: of the program; nothing is searched for.
  ///   - arguments: without the program's own name. None may contain a NUL.
  ///   - environment: all of it, as `NAME=value`.
  ///   - input: what it reads on standard input.
  public init(
    _ path: FilePath, _ arguments: [[UInt8]], environment: [[UInt8]], input: [UInt8]
  ) throws(SystemFailure) {
    guard !(arguments + environment).contains(where: { $0.contains(0) }) else {
      throw SystemFailure(.start, .invalid)
    }
    let words: [UInt8] = ([path.bytes] + arguments).flatMap { $0 + [0] }
    let variables: [UInt8] = environment.flatMap { $0 + [0] }
    // SAFETY: each pointer comes with the count of its own array, and all are read before the call returns.
    let child = unsafe path.withBytes { path, pathLength in
      unsafe words.withUnsafeBufferPointer { words in
        unsafe variables.withUnsafeBufferPointer { variables in
          unsafe input.withUnsafeBufferPointer {
            unsafe cs_start(
              path, pathLength, words.baseAddress, words.count, variables.baseAddress, variables.count,
              $0.baseAddress, $0.count)
          }
        }
      }
    }
    try checked(.start, child.error)
    number = child.pid
    outputs = [child.output, child.errors]
  }

  deinit {
    for output in outputs where output >= 0 { _ = cs_close(output) }
    if ending == nil { cs_end(number) }
  }

  /// Waits until it has ended and everything that it wrote is read, and what it wrote is handed over.
  ///
  /// A descendant that goes on alone with the output open is not waited for.
  ///
  /// - Parameters:
  ///   - deadline: by ``Clock/monotonicNanoseconds()``.
  ///   - take: gets pieces of standard output (0) and standard error (1).
  /// - Returns: `nil` when the time was over; then it has been ended.
  public mutating func wait(
    until deadline: Int64, _ take: (Int, ArraySlice<UInt8>) -> Void
  ) throws(SystemFailure) -> Ending? {
    while true {
      try read(take)
      if let ending = try look() {
        try read(take)
        return ending
      }
      let left = deadline - (try Clock.monotonicNanoseconds())
      guard left > 0 else { return nil }
      pause(atMost: left)
    }
  }

  /// Whether it has ended.
  private mutating func look() throws(SystemFailure) -> Ending? {
    guard ending == nil else { return ending }
    let answer = cs_ending_of(number)
    try checked(.wait, answer.error)
    if answer.kind == 0 { ending = .exit(answer.number) }
    if answer.kind == 1 { ending = .signal(answer.number) }
    return ending
  }

  /// Between the end of the output and the end of the program lie microseconds; a program that has closed its output
  /// and goes on is looked at from time to time.
  private func pause(atMost nanoseconds: Int64) {
    let millisecond: Int64 = 1_000_000
    guard outputs.contains(where: { $0 >= 0 }) else { return Clock.pause(nanoseconds: min(nanoseconds, millisecond)) }
    _ = cs_wait_for_output(outputs[0], outputs[1], Int32(min(nanoseconds / millisecond + 1, 50)))
  }

  /// Reads what there is now.
  private mutating func read(_ take: (Int, ArraySlice<UInt8>) -> Void) throws(SystemFailure) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    for index in outputs.indices {
      while outputs[index] >= 0 {
        let number = outputs[index]
        let result = retryingOnInterrupt {
          // SAFETY: the pointer comes with the count of its own array.
          unsafe buffer.withUnsafeMutableBufferPointer { unsafe cs_read(number, $0.baseAddress, $0.count) }
        }
        if result == -Int64(Errno.wouldBlock.rawValue) { break }
        let count = Int(try checked(.read, result))
        if count > 0 { take(index, buffer.prefix(count)) } else { close(index) }
      }
    }
  }

  private mutating func close(_ index: Int) {
    _ = cs_close(outputs[index])
    outputs[index] = -1
  }
}
