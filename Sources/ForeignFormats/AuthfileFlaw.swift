import Words

/// Why a key of a file of pam_u2f is not taken.
enum AuthfileFlaw: Error, Equatable {
  /// Not `handle,key`, `handle,key,type` or `handle,key,type,options`.
  case malformed
  /// An empty field in the middle, which pam_u2f takes for none and reads what follows as something else.
  case emptyField
  case unknownType
  case unknownOption
  case noRelyingParty

  var reason: Message {
    switch self {
    case .malformed: "a key is none of pam_u2f"
    case .emptyField: "a key has an empty field, which pam_u2f reads as if it were not there"
    case .unknownType: "a key has a type that is none of es256, eddsa and rs256"
    case .unknownOption: "a key has an option that is none of +presence, +verification and +pin"
    case .noRelyingParty: "it is not known what the key is for: the file does not say it"
    }
  }

  var hint: Message {
    switch self {
    case .malformed, .emptyField, .unknownType, .unknownOption:
      "pamu2fcfg writes handle,key,type,options; countersign enroll --type fido2 makes a new credential"
    case .noRelyingParty:
      "--relying-party takes what origin= of the PAM line says, else pam:// and the name of the host"
    }
  }
}
