/// What is asked for of an entry.
package enum EntryAttribute: String, CaseIterable {
  case name = "countersignName"
  case generation = "countersignGeneration"
  case record = "countersignRecord"
  case state = "countersignState"
  case decider = "countersignDecider"
  case takeover = "countersignTakeover"
  case format = "countersignFormat"
  case objectClass
  /// How far a server is, on the entry at the top of what it holds.
  case contextCSN
  // Of the entry that tells of a server (RFC 4512 section 5.1).
  case namingContexts
  case configContext
  case subschemaSubentry

  package static let ofUsers: [EntryAttribute] = [.name, .generation, .record, .state]
  package static let ofSite: [EntryAttribute] = [.format, .decider, .takeover]
  package static let ofAdministration: [EntryAttribute] = [
    .format, .decider, .takeover, .objectClass, .contextCSN, .namingContexts, .configContext, .subschemaSubentry,
  ]

  /// Each with a NUL behind it.
  package static func names(_ attributes: [EntryAttribute]) -> [UInt8] {
    attributes.flatMap { Array($0.rawValue.utf8) + [0] }
  }

  /// - Parameter name: in whatever case a server writes it.
  package init?(name: String) {
    let small = name.lowercased()
    guard let found = EntryAttribute.allCases.first(where: { $0.rawValue.lowercased() == small }) else { return nil }
    self = found
  }
}
