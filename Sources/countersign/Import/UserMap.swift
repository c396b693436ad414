import Countersign
import ForeignFormats
import Words

/// Which account a name or serial number of a foreign file means: a file of lines `foreign local`, `#` before comments.
struct UserMap {
  private var locals: [[UInt8]: [UInt8]] = [:]

  /// A map that leaves every name as it is.
  init() {}

  init(_ input: ImportInput) throws(Complaint) {
    let shown = DisplayText.of(input.name)
    let text = UserMap.text(input.content)
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
      guard let foreign = words.first, !foreign.hasPrefix("#") else { continue }
      guard words.count == 2 else {
        throw Complaint(
          "\(shown): line \(number) has not two words", hint: "a line is the foreign name, a blank and the local name")
      }
      guard locals.updateValue(Array(words[1].utf8), forKey: Array(foreign.utf8)) == nil else {
        throw Complaint("\(shown): line \(number) maps a name once more", hint: "leave one line for each name")
      }
    }
  }

  /// The account's name; `nil` where the map says nothing.
  subscript(foreign: [UInt8]) -> [UInt8]? { locals[foreign] }

  /// Whose a token is by its owner, or by its serial number; the owner himself where the map says nothing.
  func owner(of token: ImportedToken) -> [UInt8]? {
    token.owner.flatMap { self[$0] } ?? token.serial.flatMap { self[$0] } ?? token.owner
  }

  private static func text(_ content: borrowing SecretBytes) -> String {
    let bytes = content.bytes
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}
