import OATH

/// Decrypts and checks what a key types.
enum YubicoMatcher {
  /// Looks at the block of a code whose public identity is the device's.
  ///
  /// Check value and private identity are both compared, in a time that does not tell which of them is wrong.
  ///
  /// - Parameter secret: the AES key, then the private identity.
  static func match(
    _ code: borrowing TypedCode, _ layout: KeyboardLayout, state: DeviceState, secret: Span<UInt8>
  ) throws(SystemFailure) -> MovingFactorMatch {
    guard secret.count == YubicoOTP.secretLength else { return .none }
    let block = try code.yubicoBlock(layout)
    var plain = try SecretBytes(capacity: YubicoOTP.blockLength)
    plain.resize(to: YubicoOTP.blockLength)
    var room = plain.mutableBytes
    let key = secret.extracting(0..<YubicoOTP.keyLength)
    guard AES128.decrypt(block.bytes, key: key, into: &room), let content = YubicoBlock(plain.bytes) else {
      return .none
    }
    let isOurs = ConstantTime.equal(
      plain.bytes.extracting(0..<YubicoOTP.privateIdentityLength),
      secret.extracting(YubicoOTP.keyLength..<YubicoOTP.secretLength))
    switch (isOurs, content.isIntact) {
    case (true, true):
      return content.movingFactor < state.nextMovingFactor ? .used : .fresh(content.movingFactor, offset: 0)
    case (false, _), (true, false): return .none
    }
  }
}
