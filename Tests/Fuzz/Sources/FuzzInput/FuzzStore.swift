@testable import Countersign

/// The fixed surroundings of the targets: a host key and a user.
public enum FuzzStore {
  /// A host key that seals nothing but inputs of the fuzzer.
  public static func key() -> SealKey {
    let content = Array("countersign-seal-key 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n".utf8)
    return Claim.present(try? SealKey.parse(content.span), "the key file of the fuzz targets is one")
  }

  public static let user = Claim.present(UserName(Array("alice".utf8)), "alice is a user name")
}
