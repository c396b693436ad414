import Countersign
import OATH

/// The names that key containers have for a hash.
enum PSKCHash {
  private static let known: [(name: StaticString, algorithm: HashAlgorithm)] = [
    ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", .sha1),
    ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha1", .sha1),
    ("http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#hmac-sha1", .sha1),
    ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", .sha256),
    ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha512", .sha512),
  ]

  /// - Parameter name: the URI of an HMAC.
  static func ofHMAC(_ name: [UInt8]) -> HashAlgorithm? {
    known.first { name.equals($0.name) }?.algorithm
  }
}
