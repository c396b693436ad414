import Countersign

/// The site keys of a host, and how many users of the directory are under each.
struct SiteKeyFacts: Encodable {
  /// The name of the key under which is sealed.
  let sealing: String
  /// The name of the one that only opens.
  let opening: String?
  /// How many users are under the first one.
  let users: Int
  /// How many are under the other one, wholly or in part.
  let usersUnderOther: Int
  /// Whose entries cannot be read, or not now.
  let unreadable: [String]
  /// How many users this command has sealed anew.
  let resealed: Int?
  /// Whether users were sealed under the other key again meanwhile.
  var areOthersBehind = false

  init(_ look: SiteSealingLook, resealed: Int?) {
    sealing = DisplayText.of(look.keys.first)
    opening = look.keys.second.map { DisplayText.of($0) }
    users = look.current
    usersUnderOther = look.retiring.count
    unreadable = look.unreadable.map { DisplayText.of($0.user?.bytes ?? []) }
    self.resealed = resealed
  }

  /// Whether nothing has to be mended before the next step.
  var isSound: Bool { unreadable.isEmpty && !areOthersBehind }
}
