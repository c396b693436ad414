import Countersign
import Words

extension PolicyText {
  /// What a policy file holds.
  ///
  /// - Returns: `nil` for a file that is not there and need not be.
  static func content(of name: String, mayBeMissing: Bool) throws(Complaint) -> [UInt8]? {
    let shown = DisplayText.of(Array(name.utf8))
    do throws(SystemFailure) {
      let file = try FileDescriptor.open(FilePath(Array(name.utf8)), .readThroughLinks)
      // One byte more than a policy may have: then it is known to be too large.
      var bytes = [UInt8](repeating: 0, count: PolicyReader.largestSize + 1)
      var room = bytes.mutableSpan
      let count = try file.read(into: &room)
      return Array(bytes.prefix(count))
    } catch {
      switch error.errno {
      case .noEntry where mayBeMissing: return nil
      case .noEntry: throw Complaint("there is no file \(shown)", hint: "name another one")
      case .accessDenied: throw Complaint("\(shown) cannot be read by you", hint: "run it with sudo")
      default:
        throw Complaint("cannot read \(shown): \(Complaint.meaning(error))", hint: "name a regular file")
      }
    }
  }
}
