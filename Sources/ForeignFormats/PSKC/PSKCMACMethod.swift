import CKeyFile
import Countersign
import OATH

/// What proves that the encrypted values of a container are unaltered: its `MACMethod` (RFC 6030 section 6.1.1).
struct PSKCMACMethod {
  let algorithm: HashAlgorithm
  /// The key of the MAC, encrypted like the values; without it the encryption key serves.
  let key: PSKCEncryptedText?

  /// - Returns: `nil` for a container without the element, or with one that names no algorithm.
  init?(_ document: borrowing XMLDocument) throws(PSKCFlaw) {
    guard let element = try document.only("MACMethod", of: document.root) else { return nil }
    guard let name = element.attribute("Algorithm") else { return nil }
    guard let algorithm = PSKCHash.ofHMAC(name) else { throw .unknownMAC(name) }
    self.algorithm = algorithm
    if let key = try document.only("MACKey", of: element) {
      self.key = try PSKCEncryptedText(key, document)
    } else {
      key = nil
    }
  }
}
