import Words

/// Whether the program that talks to security keys is there, beside the companion that starts it as root.
struct SecurityKeyProgramCheck {
  /// Where the companion looks for it.
  let places: [String]
  /// The first of them that exists.
  let found: CompanionFile?

  var finding: Finding {
    guard let found else {
      return .fail(
        "security-key", "the program that talks to security keys is not there, so none can be used or enrolled",
        cure: "install.sh puts it at \(places.first ?? "")")
    }
    guard found.isRegular, found.permissions & 0o111 != 0 else {
      return .fail(
        "security-key", "\(found.path) is no program, so no security key can be used",
        cure: "install.sh puts the real one in its place")
    }
    guard found.owner == 0, found.permissions & 0o022 == 0 else {
      return .fail(
        "security-key", "\(found.path) can be changed by others, and starts as root",
        cure: "install it again, and find out who could have changed it")
    }
    return .ok("security-key", "\(found.path) is there for those who have a security key")
  }
}
