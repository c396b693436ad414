import Countersign
import Synchronization

/// The language of this process, in which every ``Message`` is said.
public enum Words {
  private static let chosen = Mutex<Catalogue?>(nil)

  /// The messages of the chosen language; `nil` for English.
  public static var catalogue: Catalogue? { chosen.withLock { $0 } }

  /// Chooses a language; without its catalogue all stays English.
  public static func use(_ language: Language) {
    use(Host.program.flatMap { CatalogueFile.read(language, program: $0) })
  }

  /// Chooses by a catalogue.
  public static func use(_ catalogue: Catalogue?) {
    chosen.withLock { $0 = catalogue }
  }
}

/// What a message says in the language of this process.
public func said(_ message: Message) -> String { message.text }

/// The same for a message whose English means different things in different places.
public func said(_ message: Message, context: StaticString) -> String { Message(message, context: context).text }

/// What one of two messages says, by how many there are; see ``Message/init(_:_:count:)``.
public func said(_ one: Message, _ many: Message, count: some BinaryInteger) -> String {
  Message(one, many, count: count).text
}
