/// Why a document is not read. Holds nothing of the document itself.
public enum XMLFlaw: Error, Equatable, Sendable {
  /// It is no well-formed XML in UTF-8; `reason` are expat's words.
  case malformed(line: Int, reason: [UInt8])
  /// It has a document type declaration, which could define entities or name other files.
  case doctype(line: Int)
  case tooDeep(line: Int)
  case tooManyElements(line: Int)
  /// The attributes of one element, or the text of one, are longer than any in a key file.
  case tooLong(line: Int)
  case noMemory
}
