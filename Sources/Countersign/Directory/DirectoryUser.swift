/// A user as the directory has them: nothing in it has been checked but its sizes.
public struct DirectoryUser: Equatable, Sendable {
  public let name: UserName
  /// Goes up by one with every change; 0 while the user is being moved into the directory.
  public let generation: UInt64
  public let record: [UInt8]
  public let state: [UInt8]
  /// Since when the deciding provider decides, if it may not have seen all that was before: seconds since 1970, or 0.
  public let takeover: UInt64

  /// In bytes; the directory itself does not keep to it.
  public static let longestRecord = 65_536
  /// In bytes.
  public static let longestState = 4_096

  /// - Returns: `nil` for a record or a state that is empty or too long.
  public init?(name: UserName, generation: UInt64, record: [UInt8], state: [UInt8], takeover: UInt64 = 0) {
    guard (1...DirectoryUser.longestRecord).contains(record.count),
      (1...DirectoryUser.longestState).contains(state.count)
    else { return nil }
    self.name = name
    self.generation = generation
    self.record = record
    self.state = state
    self.takeover = takeover
  }
}
