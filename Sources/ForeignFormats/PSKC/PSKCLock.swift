import CKeyFile
import Countersign
import OATH

/// Opens the encrypted values of one container.
///
/// A MAC is looked at before the text is decrypted. Where the container names a MAC method, a text without its own
/// check needs a MAC.
final class PSKCLock {
  private let need: ImportNeed
  private let key: SecretBytes?
  private let macAlgorithm: HashAlgorithm?
  private let macKey: SecretBytes?

  /// - Parameter given: without what is needed nothing opens but what is not encrypted.
  init(_ container: borrowing PSKCContainer, _ given: ImportKey) throws(PSKCFlaw) {
    need = container.need
    macAlgorithm = container.macMethod?.algorithm
    switch (need, given) {
    case (.preSharedKey, .preShared(let shared)), (.passphrase, .passphrase(let shared)):
      key = try PSKCLock.key(container.encryption, shared.secret)
    default: key = nil
    }
    macKey = try PSKCLock.macKey(container.macMethod, key)
  }

  private static func key(
    _ encryption: PSKCEncryption?, _ secret: borrowing SecretBytes
  ) throws(PSKCFlaw) -> SecretBytes? {
    do throws(SystemFailure) {
      guard case .derived(let derivation, _) = encryption else { return try SecretBytes(copying: secret.bytes) }
      return try derivation.key(from: secret.bytes)
    } catch {
      throw .system(error)
    }
  }

  private static func macKey(
    _ method: PSKCMACMethod?, _ key: borrowing SecretBytes?
  ) throws(PSKCFlaw) -> SecretBytes? {
    guard let method else { return nil }
    switch key {
    case .none: return nil
    case .some(let key):
      if let encrypted = method.key { return try encrypted.cipher.open(encrypted.text.span, key: key.bytes) }
      do { return try SecretBytes(copying: key.bytes) } catch { throw .system(error) }
    }
  }

  /// Whether nothing but the right key proves that a text is unaltered.
  func leavesUnproved(_ text: PSKCEncryptedText) -> Bool { macAlgorithm == nil && !text.cipher.hasOwnCheck }

  /// - Parameter mac: what stands in `ValueMAC`.
  func open(_ encrypted: PSKCEncryptedText, mac: [UInt8]?) throws(PSKCFlaw) -> SecretBytes {
    switch key {
    case .none: throw .locked(need)
    case .some(let key):
      try check(encrypted, mac)
      return try encrypted.cipher.open(encrypted.text.span, key: key.bytes)
    }
  }

  private func check(_ encrypted: PSKCEncryptedText, _ mac: [UInt8]?) throws(PSKCFlaw) {
    guard let macAlgorithm else {
      guard mac == nil else { throw .noMACMethod }
      return
    }
    guard let mac else {
      guard encrypted.cipher.hasOwnCheck else { throw .noMAC }
      return
    }
    switch macKey {
    case .none: throw .noMACMethod
    case .some(let macKey):
      var digest = [UInt8](repeating: 0, count: macAlgorithm.digestLength)
      var room = digest.mutableSpan
      guard HMAC.authenticate(encrypted.text.span, key: macKey.bytes, algorithm: macAlgorithm, into: &room),
        ConstantTime.equal(digest.span, mac.span)
      else { throw .wrongMAC }
    }
  }
}
