/// The four kinds of work that a PAM rule can be for, see pam.d(5).
public enum PAMFacility: String, Sendable {
  case auth, account, password, session
}
