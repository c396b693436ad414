import Countersign

/// One entry of a server, as far as administration reads it.
struct DirectoryEntry: Equatable {
  private let attributes: [DirectoryChange]

  init(_ attributes: [DirectoryChange]) {
    self.attributes = attributes
  }

  /// The values of an attribute, whose name servers write in any case.
  func values(_ name: String) -> [[UInt8]] {
    let wanted = name.lowercased()
    return attributes.filter { String(decoding: $0.attribute, as: UTF8.self).lowercased() == wanted }.flatMap(\.values)
  }

  func texts(_ name: String) -> [String] { values(name).map { String(decoding: $0, as: UTF8.self) } }

  func has(_ objectClass: String) -> Bool {
    texts("objectClass").contains { $0.lowercased() == objectClass.lowercased() }
  }

  /// Whether it is an entry above users that this version understands.
  var isOurs: Bool { has("countersignSite") && texts("countersignFormat") == ["1"] }

  /// By what the one provider is known that takes codes.
  var deciders: [[UInt8]] { values("countersignDecider") }

  /// Since when, in the form of directories; `nil` unless something may be missing of before.
  var takeover: String? { texts("countersignTakeover").first }
}
