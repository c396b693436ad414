/// Something that `doctor --fix` has put right, or tried to.
struct Repair: Equatable, Encodable {
  /// What was done: `/etc/countersign/seal.key: mode 0644, now 0600`.
  let text: String
  /// Why it could not be done.
  var failure: String?
}
