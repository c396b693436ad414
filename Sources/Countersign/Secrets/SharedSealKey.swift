/// A host key in the hands of several: the store, and each record that was read under it. Wiped when the last lets go.
final class SharedSealKey {
  let key: SealKey

  init(_ key: consuming SealKey) {
    self.key = key
  }

  /// See ``SealKey/identifier``.
  var identifier: [UInt8] { key.identifier }
}

extension SharedSealKey {
  /// A new key whose name is not that of another one.
  static func random(besides other: SharedSealKey) throws(SystemFailure) -> SharedSealKey {
    while true {
      let key = SharedSealKey(try SealKey.random())
      if key.identifier != other.identifier { return key }
    }
  }
}
