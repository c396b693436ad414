import CKeyFile
import Countersign

/// An encrypted value: by what, and the text itself. No secret.
struct PSKCEncryptedText {
  let cipher: PSKCCipher
  /// With AES-CBC it begins with the initialisation vector.
  let text: [UInt8]

  /// - Parameter element: an `EncryptedValue` or a `MACKey`.
  init(_ element: XMLElement, _ document: borrowing XMLDocument) throws(PSKCFlaw) {
    let namespace = PSKCNamespace.encryption
    guard let method = try document.only("EncryptionMethod", of: element, in: namespace) else {
      throw .missing("EncryptionMethod")
    }
    guard let algorithm = method.attribute("Algorithm"), !algorithm.isEmpty else { throw .missing("EncryptionMethod") }
    cipher = try PSKCCipher(algorithm)
    guard let data = try document.only("CipherData", of: element, in: namespace),
      let value = try document.only("CipherValue", of: data, in: namespace)
    else { throw .missing("CipherValue") }
    let bytes = try document.binary(value, "CipherValue")
    text = bytes.bytes.indices.map { bytes.bytes[$0] }
  }
}
