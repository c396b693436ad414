import Words

/// Whether the password or key by which this host binds to the directory is root's alone, as the program for it
/// demands.
struct DirectoryPasswordCheck {
  let file: StoreFile
  let owner: UInt32
  var isKeytab = false

  var finding: Finding {
    let name = isKeytab ? "directory-keytab" : "directory-password"
    guard let flaw = file.flaws(owner: owner).first else {
      return .ok(name, "\(file.path) is root's alone")
    }
    return .fail(name, StoreFilesCheck.sentence(flaw, file.path), cure: isKeytab ? keytabCure(flaw) : cure(flaw))
  }

  private func cure(_ flaw: StoreFile.Flaw) -> Message {
    switch flaw {
    case .missing: return "write the password of this host into it, and chmod 0600 \(file.path)"
    case .otherOwner, .open:
      return """
        others could read it: chown root: \(file.path) && chmod 0600 \(file.path), then give this host another \
        password in the directory
        """
    case .otherKind, .hardLinked: return "put the password of this host into a file of its own there"
    }
  }

  private func keytabCure(_ flaw: StoreFile.Flaw) -> Message {
    switch flaw {
    case .missing: return "write the key of this host into it, with ktadd of kadmin, and chmod 0600 \(file.path)"
    case .otherOwner, .open:
      return """
        others could read it: chown root: \(file.path) && chmod 0600 \(file.path), then give this host another key, \
        with ktadd of kadmin
        """
    case .otherKind, .hardLinked: return "put the key of this host into a file of its own there"
    }
  }
}
