import CExpat
import Countersign

/// An XML document of UTF-8, or of UTF-16 with its mark, as a tree, read by expat: no document type, no entities,
/// nothing fetched, sizes bounded.
///
/// The text of all elements lives in one ``SecretBytes``, as it may be keys.
public struct XMLDocument: ~Copyable {
  private let elements: [XMLElement]
  private let text: SecretBytes
  /// The outermost element.
  public let root: XMLElement

  /// Reads a document.
  public init(_ bytes: Span<UInt8>, limits: XMLLimits = XMLLimits()) throws(XMLFlaw) {
    guard let collector = try? XMLCollector(size: bytes.count, limits: limits) else { throw .noMemory }
    try XMLDocument.read(bytes, into: collector)
    guard let root = collector.elements.first, let text = try? collector.takeText() else { throw .noMemory }
    elements = collector.elements
    self.root = root
    self.text = text
  }

  /// The children of an element, in their order.
  public borrowing func children(of element: XMLElement) -> [XMLElement] {
    element.children.map { elements[$0] }
  }

  /// Whether there is an element of a kind anywhere.
  public borrowing func contains(where matches: (XMLElement) -> Bool) -> Bool { elements.contains(where: matches) }

  /// The text of an element without children, white space at both ends left out.
  @_lifetime(borrow self)
  public borrowing func text(of element: XMLElement) -> Span<UInt8> {
    var range = element.text
    let bytes = text.bytes
    while let first = range.first, XMLDocument.isSpace(bytes[first]) { range = range.dropFirst() }
    while let last = range.last, XMLDocument.isSpace(bytes[last]) { range = range.dropLast() }
    return bytes.extracting(range)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func read(_ bytes: Span<UInt8>, into collector: XMLCollector) throws(XMLFlaw) {
    // SAFETY: the pointer comes with the count of its own span; collector and handlers outlive the call.
    let result = unsafe withExtendedLifetime(collector) {
      var handlers = unsafe handlers(for: collector)
      return unsafe bytes.withUnsafeBufferPointer { unsafe cs_xml_read($0.baseAddress, $0.count, &handlers) }
    }
    // SAFETY: plain numbers.
    let (end, line) = unsafe (result.end, Int(clamping: result.line))
    if end == cs_xml_done { return }
    if end == cs_xml_doctype { throw .doctype(line: line) }
    if end == cs_xml_stopped { throw collector.flaw ?? .noMemory }
    guard end == cs_xml_malformed else { throw .noMemory }
    // SAFETY: expat's texts are constants that end in a zero byte.
    throw .malformed(line: line, reason: unsafe result.reason.map { unsafe Array(String(cString: $0).utf8) } ?? [])
  }

  private static func handlers(for collector: XMLCollector) -> cs_xml_handlers {
    // SAFETY: the context is read back as what it is, by `telling` only; a pointer comes with its own length.
    unsafe cs_xml_handlers(
      context: Unmanaged.passUnretained(collector).toOpaque(),
      start: { context, name, length, line in
        let name = unsafe XMLDocument.bytes(name, length)
        return unsafe XMLDocument.telling(context) { $0.start(name, line: Int(clamping: line)) }
      },
      attribute: { context, name, nameLength, value, valueLength in
        let name = unsafe XMLDocument.bytes(name, nameLength)
        let value = unsafe XMLDocument.bytes(value, valueLength)
        return unsafe XMLDocument.telling(context) { $0.attribute(name, value) }
      },
      text: { context, text, length in
        unsafe XMLDocument.telling(context) {
          unsafe $0.add(Span(_unsafeElements: UnsafeBufferPointer(start: text, count: length)))
        }
      },
      finish: { context in unsafe XMLDocument.telling(context) { $0.finish() } })
  }

  /// - Returns: 1 to go on, 0 to stop.
  private static func telling(_ context: UnsafeMutableRawPointer?, _ tell: (XMLCollector) -> Bool) -> CInt {
    // SAFETY: made of a collector by `handlers(for:)`, which lives as long as the reading.
    guard let collector = unsafe context.map({ unsafe Unmanaged<XMLCollector>.fromOpaque($0).takeUnretainedValue() })
    else { return 0 }
    return tell(collector) ? 1 : 0
  }

  private static func bytes(_ start: UnsafePointer<UInt8>?, _ length: Int) -> [UInt8] {
    // SAFETY: expat's text has as many bytes.
    unsafe Array(UnsafeBufferPointer(start: start, count: length))
  }
}
