import CKeyFile
import Countersign

/// Looking for the elements of a key container.
extension XMLDocument {
  /// The one child of a name.
  ///
  /// - Parameter namespace: `nil` for any: the parameters of PBKDF2 stand in several.
  /// - Returns: `nil` when there is none.
  borrowing func only(
    _ name: StaticString, of element: XMLElement, in namespace: StaticString? = PSKCNamespace.container
  ) throws(PSKCFlaw) -> XMLElement? {
    let found = children(of: element).filter {
      $0.name.equals(name) && (namespace.map($0.namespace.equals) ?? true)
    }
    guard found.count < 2 else { throw .repeated(Array(ascii: name)) }
    return found.first
  }

  /// All children of a name, in the namespace of the container.
  borrowing func all(_ name: StaticString, of element: XMLElement) -> [XMLElement] {
    children(of: element).filter { $0.name.equals(name) && $0.namespace.equals(PSKCNamespace.container) }
  }

  /// Text that is no secret; `nil` when it is empty.
  borrowing func words(of element: XMLElement?) -> [UInt8]? {
    guard let element else { return nil }
    let text = text(of: element)
    return text.isEmpty ? nil : text.indices.map { text[$0] }
  }

  /// What the Base64 text of an element stands for.
  borrowing func binary(_ element: XMLElement, _ name: StaticString) throws(PSKCFlaw) -> SecretBytes {
    let decoded: SecretBytes?
    do { decoded = try Base64Text.decode(text(of: element)) } catch { throw .system(error) }
    guard let decoded else { throw .noBase64("\(name)") }
    return decoded
  }
}
