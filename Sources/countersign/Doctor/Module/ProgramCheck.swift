import Words

/// Whether a program that is started as root is there, and nobody else can change it.
struct ProgramCheck {
  let program: StartedProgram
  /// Where it is looked for.
  let places: [String]
  /// The first of them that exists.
  let found: ProgramFile?

  var finding: Finding {
    guard let found else {
      return .fail(program.check, program.missing, cure: "install.sh puts it at \(places.first ?? "")")
    }
    guard found.isRegular, found.permissions & 0o111 != 0 else {
      return .fail(program.check, program.useless(found.path), cure: "install.sh puts the real one in its place")
    }
    guard found.owner == 0, found.permissions & 0o022 == 0 else {
      return .fail(
        program.check, program.open(found.path), cure: "install it again, and find out who could have changed it")
    }
    return .ok(program.check, program.sound(found.path))
  }
}
