/// What is asked for of an entry.
enum EntryAttribute: String, CaseIterable {
  case name = "countersignName"
  case generation = "countersignGeneration"
  case record = "countersignRecord"
  case state = "countersignState"
  case decider = "countersignDecider"
  case takeover = "countersignTakeover"
  case format = "countersignFormat"

  static let ofUsers: [EntryAttribute] = [.name, .generation, .record, .state]
  static let ofSite: [EntryAttribute] = [.format, .decider, .takeover]

  /// Each with a NUL behind it.
  static func names(_ attributes: [EntryAttribute]) -> [UInt8] { attributes.flatMap { Array($0.rawValue.utf8) + [0] } }

  /// - Parameter name: in whatever case a server writes it.
  init?(name: String) {
    let small = name.lowercased()
    guard let found = EntryAttribute.allCases.first(where: { $0.rawValue.lowercased() == small }) else { return nil }
    self = found
  }
}
