/// One rule of a PAM file, see pam.d(5).
public struct PAMRule: Equatable, Sendable {
  public let facility: PAMFacility
  /// The rule begins with a hyphen: a module that is not installed is not worth a log line. It fails all the same.
  public let isQuietWhenMissing: Bool
  public let control: PAMControl
  /// The module as the rule names it, or the file of an include.
  public let module: String
  /// Without the brackets that hold one with blanks together.
  public let arguments: [String]

  public init(
    _ facility: PAMFacility, _ control: PAMControl, _ module: String, _ arguments: [String] = [],
    isQuietWhenMissing: Bool = false
  ) {
    self.facility = facility
    self.isQuietWhenMissing = isQuietWhenMissing
    self.control = control
    self.module = module
    self.arguments = arguments
  }

  /// The file of the module without its directory and `.so`; `$ISA` in a path does not matter.
  public var moduleName: String {
    let file = module.split(separator: "/").last.map(String.init) ?? module
    return file.hasSuffix(".so") ? String(file.dropLast(3)) : file
  }

  /// Whether it is the module of Countersign.
  public var isOurs: Bool { !isInclude && moduleName == "pam_countersign" }

  /// Whether the rules of another file stand here.
  public var isInclude: Bool { control == .include || control == .substack }
}
