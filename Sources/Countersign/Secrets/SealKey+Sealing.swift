import CNettle

extension SealKey {
  /// Seals a secret so that it opens only for the same `place`.
  ///
  /// - Parameters:
  ///   - secret: 1 to 1,284 bytes.
  ///   - place: what the secret is tied to: user, device and parameters.
  public borrowing func seal(_ secret: Span<UInt8>, for place: [UInt8]) throws(SealFailure) -> SealedSecret {
    guard (1...SealedSecret.longest).contains(secret.count) else { throw .badLength }
    var nonce = [UInt8](repeating: 0, count: SealedSecret.nonceLength)
    do {
      var room = nonce.mutableSpan
      try Randomness.fill(&room)
    } catch {
      throw .system(error)
    }
    var cipher = [UInt8](repeating: 0, count: secret.count)
    var tag = [UInt8](repeating: 0, count: SealedSecret.tagLength)
    // SAFETY: each pointer comes with the count of its own buffer; the wrapper checks the sizes against each other.
    let sealed = unsafe self.secret.bytes.withUnsafeBufferPointer { key in
      unsafe secret.withUnsafeBufferPointer { plain in
        unsafe cs_seal(
          key.baseAddress, key.count, nonce, nonce.count, place, place.count, plain.baseAddress, plain.count,
          &cipher, cipher.count, &tag, tag.count)
      }
    }
    guard sealed == 1 else { throw .badLength }
    return SealedSecret(keyIdentifier: identifier, nonce: nonce, cipherText: cipher + tag)
  }

  /// Opens a sealed secret.
  ///
  /// - Parameter place: exactly what it was sealed for.
  public borrowing func unseal(_ sealed: SealedSecret, for place: [UInt8]) throws(SealFailure) -> SecretBytes {
    guard sealed.keyIdentifier == identifier else { throw .otherKey }
    let cipher = Array(sealed.cipherText.dropLast(SealedSecret.tagLength))
    let tag = Array(sealed.cipherText.suffix(SealedSecret.tagLength))
    guard (1...SealedSecret.longest).contains(cipher.count) else { throw .badLength }
    var opened: SecretBytes
    do { opened = try SecretBytes(capacity: cipher.count) } catch { throw .system(error) }
    opened.resize(to: cipher.count)
    var room = opened.mutableBytes
    // SAFETY: each pointer comes with the count of its own buffer; the wrapper checks the sizes against each other.
    let fits = unsafe self.secret.bytes.withUnsafeBufferPointer { key in
      unsafe room.withUnsafeMutableBufferPointer { plain in
        unsafe cs_unseal(
          key.baseAddress, key.count, sealed.nonce, sealed.nonce.count, place, place.count, cipher, cipher.count,
          tag, tag.count, plain.baseAddress, plain.count)
      }
    }
    guard fits == 1 else { throw .notAuthentic }
    return opened
  }
}
