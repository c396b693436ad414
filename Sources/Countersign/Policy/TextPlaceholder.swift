/// What an administrator's text can leave open: a percent sign and a letter, where `%%` is a percent sign.
public enum TextPlaceholder: UInt8, CaseIterable, Sendable {
  case user = 0x75
  case host = 0x68
  case service = 0x73
  case date = 0x64

  static let sign = UInt8(ascii: "%")
  /// The longest value, in bytes.
  static let longestValue = 64
  /// In bytes. A text that has grown so long takes in no other value, so that what people are shown has an end.
  static let longestText = 1_024

  /// Where a percent sign stands that begins nothing; an index of the text.
  public static func flaw(in text: ArraySlice<UInt8>) -> Int? {
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == sign else { continue }
      let place = rest.startIndex - 1
      guard let letter = rest.popFirst(), letter == sign || TextPlaceholder(rawValue: letter) != nil else {
        return place
      }
    }
    return nil
  }

  /// Foreign bytes as they may be shown: as they are where they are short and can be shown, otherwise percent-encoded
  /// and cut.
  static func shown(_ value: [UInt8]) -> [UInt8] {
    if value.count <= longestValue, DisplayableText.isDisplayable(value[...]) { return value }
    return Array(PercentEncoding.encode(value).prefix(longestValue))
  }
}
