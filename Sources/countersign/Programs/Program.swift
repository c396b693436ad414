import Countersign
import Words

/// Other programs of this machine, run without a shell.
enum Program {
  /// What came of a program that was run.
  struct Ending: Equatable {
    let status: Status
    /// What it wrote on standard output and on standard error, each up to ``Program/mostOutput`` bytes.
    let output: [UInt8]
    let error: [UInt8]

    var isSuccess: Bool { status == .exit(0) }

    /// Both as text; what is not UTF-8 is replaced.
    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: error, as: UTF8.self) }
  }

  enum Status: Equatable {
    case exit(Int32)
    case signal(Int32)
    /// The time was over, and it has been ended.
    case timedOut
  }

  /// What goes beyond is read and dropped.
  static let mostOutput = 4 * 1_048_576

  /// In the order in which they are searched.
  static let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

  /// All that a program gets to know from here: its messages are in English, and it finds others where we do.
  private static let environment = ["PATH=\(folders.joined(separator: ":"))", "LC_ALL=C"]

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - input: what it reads on standard input; by default the end of the file.
  ///   - deadline: after how many seconds it is ended.
  /// - Throws: only when it cannot be started; whatever else happens is its ending.
  static func run(
    _ path: String, _ arguments: [String], input: [UInt8] = [], deadline: Double = 20
  ) throws(Complaint) -> Ending {
    var written: [[UInt8]] = [[], []]
    let status: Status
    do throws(SystemFailure) {
      var child = try ChildProcess(
        FilePath(Array(path.utf8)), arguments.map { Array($0.utf8) },
        environment: environment.map { Array($0.utf8) }, input: input)
      let end = try Clock.monotonicNanoseconds() + Int64(deadline * 1_000_000_000)
      let ending = try child.wait(until: end) { stream, bytes in
        written[stream] += bytes.prefix(mostOutput - written[stream].count)
      }
      switch ending {
      case .exit(let code): status = .exit(code)
      case .signal(let number): status = .signal(number)
      case nil: status = .timedOut
      }
    } catch {
      throw Complaint(error, doing: "cannot run \(DisplayText.of(Array(path.utf8)))")
    }
    return Ending(status: status, output: written[0], error: written[1])
  }

  /// Where a program is.
  ///
  /// - Parameter name: without a slash.
  /// - Returns: `nil` when it is in none of the folders.
  static func find(_ name: String, in folders: [String] = folders) -> String? {
    folders.map { "\($0)/\(name)" }.first { path in
      guard let file = try? FileDescriptor.open(FilePath(Array(path.utf8)), .readThroughLinks),
        let status = try? file.status()
      else { return false }
      return status.isRegularFile && status.permissions & 0o111 != 0
    }
  }
}
