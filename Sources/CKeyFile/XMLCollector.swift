import CExpat
import Countersign

/// What expat tells of a document, put together.
final class XMLCollector {
  private let limits: XMLLimits
  private(set) var elements: [XMLElement] = []
  private(set) var flaw: XMLFlaw?
  private var text: SecretBytes
  /// The places of the elements that have begun and not ended.
  private var open: [Int] = []
  private var attributeBytes = 0

  /// - Parameter size: of the document in bytes; in UTF-16 its text is half as long again at most, in UTF-8 no longer.
  init(size: Int, limits: XMLLimits) throws(SystemFailure) {
    text = try SecretBytes(capacity: max(size + size / 2, 1))
    self.limits = limits
  }

  /// Hands the text over; for once, at the end.
  func takeText() throws(SystemFailure) -> SecretBytes {
    var taken = try SecretBytes(capacity: 1)
    swap(&taken, &text)
    return taken
  }

  func start(_ name: [UInt8], line: Int) -> Bool {
    guard open.count < limits.depth else { return stop(.tooDeep(line: line)) }
    guard elements.count < limits.elements else { return stop(.tooManyElements(line: line)) }
    let separator = name.lastIndex(of: UInt8(truncatingIfNeeded: cs_xml_separator))
    let place = elements.count
    elements.append(
      XMLElement(
        namespace: separator.map { Array(name[..<$0]) } ?? [],
        name: separator.map { Array(name[($0 + 1)...]) } ?? name, line: line))
    if let parent = open.last {
      elements[parent].children.append(place)
      elements[parent].text = 0..<0
    }
    elements[place].text = text.count..<text.count
    open.append(place)
    attributeBytes = 0
    return true
  }

  func attribute(_ name: [UInt8], _ value: [UInt8]) -> Bool {
    guard let place = open.last else { return true }
    attributeBytes += name.count + value.count
    guard attributeBytes <= limits.attributes else { return stop(.tooLong(line: elements[place].line)) }
    if !name.contains(UInt8(truncatingIfNeeded: cs_xml_separator)) {
      elements[place].attributes.append((name, value))
    }
    return true
  }

  /// Text beside child elements is white space in every format that is read here, and dropped.
  func add(_ piece: Span<UInt8>) -> Bool {
    guard let place = open.last, elements[place].children.isEmpty else { return true }
    let start = elements[place].text.lowerBound
    guard text.count - start + piece.count <= limits.text, text.append(piece) else {
      return stop(.tooLong(line: elements[place].line))
    }
    elements[place].text = start..<text.count
    return true
  }

  func finish() -> Bool {
    open.popLast() != nil
  }

  private func stop(_ flaw: XMLFlaw) -> Bool {
    self.flaw = flaw
    return false
  }
}
