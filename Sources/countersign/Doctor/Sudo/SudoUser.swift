/// Somebody who may use sudo, as checks of sudo look at them.
struct SudoUser: Equatable {
  /// As it is shown.
  let name: String
  let listing: SudoListing
  /// Whether the policy wants a code of them for sudo, and for ssh without a key.
  let wantsCode: Bool
  /// Whether Ansible has worked here as this user.
  let isAutomation: Bool

  /// The PAM service that sudo asks for this user.
  var service: String { listing.value("pam_service") ?? "sudo" }
}
