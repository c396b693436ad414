/// A text for people, which can be said in their language. Its English is written where it is said:
///
///     Complaint("\(name) has no bypass", hint: "countersign status \(name) shows what there is")
///
/// The literal is the key of the message in the catalogue. There `\(name)` is `%1$s`, the one behind it `%2$s`, and
/// a percent sign stands twice if there are placeholders. Whole sentences only: other languages put the parts of a
/// sentence together in another order.
public struct Message: ExpressibleByStringInterpolation, Sendable {
  /// What an argument stands for.
  enum Argument: Sendable {
    case text(String)
    indirect case message(Message)

    func text(in catalogue: Catalogue?) -> String {
      switch self {
      case .text(let text): text
      case .message(let message): message.text(in: catalogue)
      }
    }
  }

  /// One of two forms, by a number.
  struct Plural: Sendable {
    let many: String
    let count: UInt64
  }

  /// The English text with placeholders.
  let key: String
  let arguments: [Argument]
  var plural: Plural?
  /// Tells messages apart whose English is the same.
  var context: String?
  /// Whether it is said as it is in every language.
  var isVerbatim = false

  public init(stringLiteral text: String) {
    key = text
    arguments = []
  }

  public init(stringInterpolation: StringInterpolation) {
    key = stringInterpolation.key
    arguments = stringInterpolation.arguments
  }

  /// A text that is nobody's sentence, such as a path, a name or output of another program.
  public init(verbatim text: String) {
    key = text
    arguments = []
    isVerbatim = true
  }

  /// A message whose English means different things in different places.
  ///
  /// - Parameter context: what it is about, for translators; a literal.
  public init(_ message: Message, context: StaticString) {
    self = message
    self.context = "\(context)"
  }

  /// One of two messages, by how many there are. Both have the same placeholders in the same order:
  ///
  ///     Message("\(count) code is left", "\(count) codes are left", count: count)
  public init(_ one: Message, _ many: Message, count: some BinaryInteger) {
    key = one.key
    arguments = many.arguments
    plural = Plural(many: many.key, count: UInt64(clamping: count))
  }

  /// A message that stands in a source which knows nothing of languages; its English is in the catalogue all the same.
  public init(fixed text: StaticString) {
    self.init(stringLiteral: "\(text)")
  }

  /// What to say in the language of this process.
  public var text: String { text(in: Words.catalogue) }

  /// What to say in English, whatever the language.
  public var english: String { text(in: nil) }

  /// What to say in the language of a catalogue; in English without one, and where the catalogue has nothing fitting.
  public func text(in catalogue: Catalogue?) -> String {
    let words = arguments.map { $0.text(in: catalogue) }
    if !isVerbatim, let catalogue, let found = catalogue.translation(of: self),
      let text = Template.filled(found, words, needsAll: plural == nil)
    {
      return text
    }
    let template = plural.map { $0.count == 1 ? key : $0.many } ?? key
    return isVerbatim ? key : Template.filled(template, words, needsAll: false) ?? template
  }

  /// The literal with its placeholders, in parts as the compiler hands it over.
  public struct StringInterpolation: StringInterpolationProtocol {
    private(set) var key = ""
    private(set) var arguments: [Argument] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      key.reserveCapacity(literalCapacity + interpolationCount * 4)
    }

    public mutating func appendLiteral(_ literal: String) {
      for character in literal.unicodeScalars {
        key.unicodeScalars.append(character)
        if character == "%" { key.append("%") }
      }
    }

    public mutating func appendInterpolation(_ text: String) { append(.text(text)) }
    public mutating func appendInterpolation(_ text: Substring) { append(.text(String(text))) }
    public mutating func appendInterpolation(_ text: StaticString) { append(.text("\(text)")) }
    public mutating func appendInterpolation(_ number: some BinaryInteger) { append(.text("\(number)")) }
    public mutating func appendInterpolation(_ message: Message) { append(.message(message)) }

    private mutating func append(_ argument: Argument) {
      arguments.append(argument)
      key += "%\(arguments.count)$s"
    }
  }
}

extension Message: Equatable {
  /// Equal are messages that say the same in English.
  public static func == (one: Message, other: Message) -> Bool { one.english == other.english }
}
