import Countersign
import FoundationEssentials
import Words

/// Who runs the command, for records and logs.
struct Administrator: Equatable {
  let name: UserName

  /// What this machine says of the process and its accounts.
  struct Circumstances {
    /// `SUDO_USER` and `SUDO_UID`; whoever could make them up is root already.
    var sudoUser: String?
    var sudoUID: String?
    var effectiveUser: UInt32
    var realUser: UInt32
    /// Whose login session it is.
    var loginUser: UInt32?
    var uid: (UserName) -> UInt32?
    var name: (UInt32) -> UserName?
  }

  /// The one who called sudo, if this is root by sudo and the account is what sudo says; else the one whose login
  /// session this is; else the user that the process is, by name or, without one, by number.
  init?(_ circumstances: Circumstances) {
    if circumstances.effectiveUser == 0, let text = circumstances.sudoUser, let user = UserName(Array(text.utf8)),
      let uid = circumstances.uid(user), circumstances.sudoUID == String(uid)
    {
      name = user
    } else if let session = circumstances.loginUser.flatMap(circumstances.name) {
      name = session
    } else if let own = circumstances.name(circumstances.realUser)
      ?? UserName(Array("\(circumstances.realUser)".utf8))
    {
      name = own
    } else {
      return nil
    }
  }

  /// Who runs this process.
  static func current() throws(Complaint) -> Administrator {
    let environment = ProcessInfo.processInfo.environment
    let circumstances = Circumstances(
      sudoUser: environment["SUDO_USER"], sudoUID: environment["SUDO_UID"],
      effectiveUser: UserDatabase.effectiveUser, realUser: UserDatabase.realUser, loginUser: UserDatabase.loginUser(),
      uid: { user in
        if case .found(let uid) = UserDatabase.settled(user).account { uid } else { nil }
      },
      name: UserDatabase.name)
    guard let administrator = Administrator(circumstances) else {
      throw Complaint("it cannot be found out who runs this", hint: "run it with sudo from an account of your own")
    }
    return administrator
  }
}
