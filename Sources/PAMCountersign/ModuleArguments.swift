import Countersign

/// The arguments of the module's PAM line, see `pam_countersign(8)`.
struct ModuleArguments {
  private(set) var root: [UInt8] = []
  private(set) var options = SessionOptions()
  /// Whether users without a device are let pass by this module even where the policy says `mandatory`.
  private(set) var nullok = false
  private(set) var debug = false

  /// An argument that makes no sense, and where it stands, counted from 1.
  struct Flaw: Error {
    let position: Int
    /// The argument's name, without its value.
    let name: [UInt8]
  }

  /// The strings libpam passes.
  ///
  /// - Returns: `nil` if the list is broken.
  static func list(_ count: CInt, _ strings: UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> [[UInt8]]? {
    guard count > 0 else { return [] }
    // SAFETY: only compared with null here.
    guard let strings = unsafe strings else { return nil }
    var list: [[UInt8]] = []
    for index in 0..<Int(count) {
      // SAFETY: libpam passes `count` C strings.
      guard let string = unsafe strings[index] else { return nil }
      var bytes: [UInt8] = []
      var position = 0
      while unsafe string[position] != 0 {
        bytes.append(unsafe UInt8(bitPattern: string[position]))
        position += 1
      }
      list.append(bytes)
    }
    return list
  }

  /// Reads the arguments. One that is unknown, lacks its value or contradicts another is an error: a line that does
  /// something else than its author thought must let nobody in.
  init(_ arguments: [[UInt8]]) throws(Flaw) {
    for (index, argument) in arguments.enumerated() {
      let equals = argument.firstIndex(of: UInt8(ascii: "="))
      let name = Array(argument[..<(equals ?? argument.endIndex)])
      let value = equals.map { Array(argument[($0 + 1)...]) }
      guard take(name, value) else { throw Flaw(position: index + 1, name: name) }
    }
  }

  /// The value of `root=`, whatever else is wrong with the list.
  static func root(in arguments: [[UInt8]]) -> [UInt8] {
    let label = Array(ascii: "root=/")
    return arguments.last { $0.starts(with: label) }.map { Array($0.dropFirst(label.count - 1)) } ?? []
  }

  private mutating func take(_ name: [UInt8], _ value: [UInt8]?) -> Bool {
    guard let value else { return takeFlag(name) }
    if name.equals("root") {
      guard value.first == UInt8(ascii: "/") else { return false }
      root = value
      return true
    }
    guard name.equals("prompt"), !value.isEmpty, !value.contains(where: { $0 < 0x20 || $0 == 0x7F }),
      TextPlaceholder.flaw(in: value[...]) == nil
    else { return false }
    options.prompt = value
    return true
  }

  private mutating func takeFlag(_ name: [UInt8]) -> Bool {
    if name.equals("nullok") {
      nullok = true
    } else if name.equals("debug") {
      debug = true
      options.showsSteps = true
    } else if name.equals("echo") {
      options.echo = true
    } else if name.equals("forward_pass") {
      options.forwardsPassword = true
    } else if name.equals("try_first_pass") {
      return take(.earlierAnswerFirst)
    } else if name.equals("use_first_pass") {
      return take(.earlierAnswerOnly)
    } else {
      return false
    }
    return true
  }

  private mutating func take(_ source: SessionOptions.Source) -> Bool {
    guard options.source == .conversation || options.source == source else { return false }
    options.source = source
    return true
  }
}
