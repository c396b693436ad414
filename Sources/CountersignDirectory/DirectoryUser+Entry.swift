import CDirectory
import Countersign

extension DirectoryUser {
  /// A user as the entry has them.
  ///
  /// - Returns: `nil` unless it has one of each, of a size that is ours.
  init?(_ values: EntryValues, takeover: UInt64) {
    guard let name = values.one(.name).flatMap({ PercentEncoding.decode($0[...]) }).flatMap({ UserName($0) }),
      let generation = values.one(.generation).flatMap(DirectoryUser.number),
      let record = values.one(.record), let state = values.one(.state)
    else { return nil }
    self.init(name: name, generation: generation, record: record, state: state, takeover: takeover)
  }

  /// A number in just the spelling that is ours.
  private static func number(_ text: [UInt8]) -> UInt64? {
    let number = UInt64(String(decoding: text, as: UTF8.self))
    return number.flatMap { Array("\($0)".utf8) == text ? $0 : nil }
  }
}
