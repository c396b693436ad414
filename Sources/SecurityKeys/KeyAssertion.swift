import CSignature

/// What a security key gave: its data and a signature over them. Nothing of it holds before
/// ``check(_:for:demands:over:)``.
public struct KeyAssertion: Equatable, Sendable {
  let data: [UInt8]
  let signature: [UInt8]

  public init(data: [UInt8], signature: [UInt8]) {
    self.data = data
    self.signature = signature
  }

  /// Checks all that was asked of the key (Web Authentication level 2, section 7.2), in what it has signed.
  ///
  /// - Parameters:
  ///   - key: of the credential, from the record.
  ///   - relyingParty: the id that the credential was made for.
  ///   - demands: flags that have to be there.
  ///   - clientData: the digest that was handed to the key, of 32 bytes.
  /// - Returns: what the key says; its counter is yet to be compared.
  public func check(
    _ key: PublicKey, for relyingParty: [UInt8], demands: AuthenticatorData.Flags, over clientData: [UInt8]
  ) throws(AssertionFlaw) -> AuthenticatorData {
    guard let read = AuthenticatorData(data), read.credential == nil, clientData.count == 32 else {
      throw .malformed
    }
    guard read.relyingPartyHash == Digest.sha256(relyingParty) else { throw .otherRelyingParty }
    guard !demands.contains(.touched) || read.flags.contains(.touched) else { throw .notTouched }
    guard !demands.contains(.verified) || read.flags.contains(.verified) else { throw .notVerified }
    guard key.accepts(signature, over: data + clientData) else { throw .wrongSignature }
    return read
  }
}
