import Words

/// A program beside the module, and what it is needed for.
enum StartedProgram {
  /// The companion, where people may enrol at a login.
  case enrolment
  /// The companion, where users are in a directory.
  case handedLogins
  case securityKey
  case directory

  /// The name of the check.
  var check: String {
    switch self {
    case .enrolment, .handedLogins: "companion"
    case .securityKey: "security-key"
    case .directory: "directory-program"
    }
  }

  var missing: Message {
    switch self {
    case .enrolment: "the policy lets people enrol at a login, and the program for it is not there"
    case .handedLogins: "users are in a directory, and the program that looks after their logins is not there"
    case .securityKey: "the program that talks to security keys is not there, so none can be used or enrolled"
    case .directory: "users are in a directory, and the program that speaks to it is not there"
    }
  }

  func useless(_ path: String) -> Message {
    switch self {
    case .enrolment: "\(path) is no program, so nobody can enrol at a login"
    case .handedLogins, .directory: "\(path) is no program, so nobody who is in the directory can log in"
    case .securityKey: "\(path) is no program, so no security key can be used"
    }
  }

  func open(_ path: String) -> Message {
    switch self {
    case .enrolment, .handedLogins: "\(path) can be changed by others, and runs as root"
    case .securityKey, .directory: "\(path) can be changed by others, and starts as root"
    }
  }

  func sound(_ path: String) -> Message {
    switch self {
    case .enrolment: "\(path) is there for those who enrol at a login"
    case .handedLogins: "\(path) is there for those who are in the directory"
    case .securityKey: "\(path) is there for those who have a security key"
    case .directory: "\(path) is there to speak to the directory"
    }
  }
}
