/// What looking into the policy gave for one login.
struct PolicyFinding {
  let settings: PolicySettings
  /// The moment on the wall, where the policy asks for it.
  let moment: LocalMoment?
  /// The policy that was read; `nil` where the settings were given.
  let policy: Policy?
}
