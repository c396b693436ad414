/// The values of one entry, as far as they were asked for.
package struct EntryValues: Equatable {
  private var values: [EntryAttribute: [[UInt8]]] = [:]

  /// In all, in bytes; more than any entry of ours has.
  package static let mostBytes = 96 << 10
  /// Of one attribute.
  package static let mostValues = 64

  private var bytes = 0

  /// - Returns: whether there was room.
  package mutating func add(_ value: [UInt8], to attribute: EntryAttribute) -> Bool {
    bytes += value.count
    guard bytes <= EntryValues.mostBytes, values[attribute, default: []].count < EntryValues.mostValues else {
      return false
    }
    values[attribute, default: []].append(value)
    return true
  }

  package func all(_ attribute: EntryAttribute) -> [[UInt8]] { values[attribute] ?? [] }

  /// - Returns: `nil` unless there is just one.
  package func one(_ attribute: EntryAttribute) -> [UInt8]? {
    let found = all(attribute)
    return found.count == 1 ? found[0] : nil
  }
}
