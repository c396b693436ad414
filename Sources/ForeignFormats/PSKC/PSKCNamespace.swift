/// The XML namespaces of a key container.
enum PSKCNamespace {
  /// RFC 6030.
  static let container: StaticString = "urn:ietf:params:xml:ns:keyprov:pskc"
  /// XML Encryption 1.0.
  static let encryption: StaticString = "http://www.w3.org/2001/04/xmlenc#"
  /// XML Encryption 1.1.
  static let encryption11: StaticString = "http://www.w3.org/2009/xmlenc11#"
  /// XML Signature.
  static let signature: StaticString = "http://www.w3.org/2000/09/xmldsig#"
  /// PKCS #5.
  static let passwords: StaticString = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#"
}
