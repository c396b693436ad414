import CKeyFile
import Countersign
import OATH

/// Writes devices as a key container (RFC 6030) under a passphrase: PBKDF2 with HMAC-SHA-256, AES-128-CBC, and a MAC
/// by HMAC-SHA-256 under a key of its own.
public struct PSKCWriter: ~Copyable {
  /// As OWASP recommends for PBKDF2 with HMAC-SHA-256.
  public static let iterations: UInt32 = 600_000
  private static let saltLength = 16, keyLength = 16, macKeyLength = 32

  private let derivation: KeyDerivation
  private let key: SecretBytes
  private let macKey: SecretBytes
  private let random: (inout MutableSpan<UInt8>) throws(SystemFailure) -> Void

  /// - Parameters:
  ///   - iterations: fewer than ``iterations`` are for tests.
  ///   - random: fills a buffer with random bytes.
  public init(
    passphrase: Span<UInt8>, iterations: UInt32 = PSKCWriter.iterations,
    random: @escaping (inout MutableSpan<UInt8>) throws(SystemFailure) -> Void
  ) throws(ExportFailure) {
    guard !passphrase.isEmpty else { throw .cipher }
    let derivation = KeyDerivation(
      algorithm: .sha256, salt: try PSKCWriter.bytes(PSKCWriter.saltLength, random), iterations: iterations,
      keyLength: PSKCWriter.keyLength)
    let key = try PSKCWriter.key(derivation, passphrase)
    let macKey = try PSKCWriter.secret(PSKCWriter.macKeyLength, random)
    self.init(derivation: derivation, key: key, macKey: macKey, random: random)
  }

  private init(
    derivation: KeyDerivation, key: consuming SecretBytes, macKey: consuming SecretBytes,
    random: @escaping (inout MutableSpan<UInt8>) throws(SystemFailure) -> Void
  ) {
    self.derivation = derivation
    self.key = key
    self.macKey = macKey
    self.random = random
  }

  private static func key(_ derivation: KeyDerivation, _ passphrase: Span<UInt8>) throws(ExportFailure) -> SecretBytes {
    let key: SecretBytes?
    do { key = try derivation.key(from: passphrase) } catch { throw .system(error) }
    guard let key else { throw .cipher }
    return key
  }

  private static func secret(
    _ length: Int, _ random: (inout MutableSpan<UInt8>) throws(SystemFailure) -> Void
  ) throws(ExportFailure) -> SecretBytes {
    do throws(SystemFailure) {
      var secret = try SecretBytes(capacity: length)
      secret.resize(to: length)
      var room = secret.mutableBytes
      try random(&room)
      return secret
    } catch {
      throw .system(error)
    }
  }

  private static func bytes(
    _ length: Int, _ random: (inout MutableSpan<UInt8>) throws(SystemFailure) -> Void
  ) throws(ExportFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: length)
    var room = bytes.mutableSpan
    do { try random(&room) } catch { throw .system(error) }
    return bytes
  }

  /// The whole document; it holds nothing that is not encrypted or public.
  public borrowing func text(_ devices: [ExportedDevice]) throws(ExportFailure) -> [UInt8] {
    var text = PSKCWriter.head(derivation, macKey: try encrypted(macKey).value)
    for (index, device) in devices.enumerated() { text += try package(device, number: index + 1) }
    return Array((text + "</pskc:KeyContainer>\n").utf8)
  }

  private static func head(_ derivation: KeyDerivation, macKey: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <pskc:KeyContainer Version="1.0" xmlns:pskc="\(PSKCNamespace.container)"
        xmlns:xenc="\(PSKCNamespace.encryption)"
        xmlns:xenc11="\(PSKCNamespace.encryption11)"
        xmlns:pkcs5="\(PSKCNamespace.passwords)">
      <pskc:EncryptionKey>
        <xenc11:DerivedKey>
          <xenc11:KeyDerivationMethod Algorithm="\(PSKCNamespace.passwords)pbkdf2">
            <pkcs5:PBKDF2-params>
              <Salt><Specified>\(base64(derivation.salt))</Specified></Salt>
              <IterationCount>\(derivation.iterations)</IterationCount>
              <KeyLength>\(derivation.keyLength)</KeyLength>
              <PRF Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>
            </pkcs5:PBKDF2-params>
          </xenc11:KeyDerivationMethod>
          <xenc11:MasterKeyName>passphrase of the export</xenc11:MasterKeyName>
        </xenc11:DerivedKey>
      </pskc:EncryptionKey>
      <pskc:MACMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256">
        <pskc:MACKey>\(macKey)</pskc:MACKey>
      </pskc:MACMethod>

    """
  }

  private borrowing func package(_ device: ExportedDevice, number: Int) throws(ExportFailure) -> String {
    let secret = try encrypted(device.secret.secret)
    guard let algorithm = device.kind.algorithm, let digits = device.kind.digits else { throw .unwritableKind }
    let suite = "\(algorithm.name)".uppercased()
    let user = try PSKCWriter.escaped(PSKCOwner.distinguishedName(device.user.bytes))
    return """
        <pskc:KeyPackage>
          <pskc:Key Id="\(number)" Algorithm="\(PSKCNamespace.container):\(device.kind.name)">
            <pskc:AlgorithmParameters>
              <pskc:Suite>HMAC-\(suite)</pskc:Suite>
              <pskc:ResponseFormat Length="\(digits.count)" Encoding="DECIMAL"/>
            </pskc:AlgorithmParameters>
            <pskc:FriendlyName>\(try PSKCWriter.escaped(device.name.bytes))</pskc:FriendlyName>
            <pskc:Data>
              <pskc:Secret>
                <pskc:EncryptedValue>\(secret.value)</pskc:EncryptedValue>
                <pskc:ValueMAC>\(secret.mac)</pskc:ValueMAC>
              </pskc:Secret>
      \(PSKCWriter.position(device))      </pskc:Data>
            <pskc:UserId>\(user)</pskc:UserId>
            <pskc:Policy>
      \(PSKCWriter.end(device))        <pskc:KeyUsage>OTP</pskc:KeyUsage>
            </pskc:Policy>
          </pskc:Key>
        </pskc:KeyPackage>

      """
  }

  /// Where counter or clock stand. Readers do not agree what `Time` is, so the last time step is left out.
  private static func position(_ device: ExportedDevice) -> String {
    func value(_ name: String, _ number: String) -> String {
      "        <pskc:\(name)><pskc:PlainValue>\(number)</pskc:PlainValue></pskc:\(name)>\n"
    }
    switch device.kind {
    case .totp(let parameters):
      let drift = device.drift == 0 ? "" : value("TimeDrift", "\(device.drift)")
      return value("TimeInterval", "\(parameters.period.seconds)") + drift
    case .hotp: return value("Counter", "\(device.nextMovingFactor)")
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: return ""
    }
  }

  private static func end(_ device: ExportedDevice) -> String {
    guard let expires = device.expires else { return "" }
    return "        <pskc:ExpiryDate>\(PSKCPolicy.text(expires))</pskc:ExpiryDate>\n"
  }

  /// The inside of an `EncryptedValue`, and the MAC over initialisation vector and text.
  private borrowing func encrypted(
    _ plain: borrowing SecretBytes
  ) throws(ExportFailure) -> (value: String, mac: String) {
    let vector = try PSKCWriter.bytes(AESText.blockLength, random)
    let sealed: [UInt8]?
    do { sealed = try AESText.sealCBC(plain.bytes, key: key.bytes, vector: vector) } catch { throw .system(error) }
    guard let sealed else { throw .cipher }
    var mac = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestLength)
    var room = mac.mutableSpan
    guard HMAC.authenticate(sealed.span, key: macKey.bytes, algorithm: .sha256, into: &room) else { throw .cipher }
    let value = """
      <xenc:EncryptionMethod Algorithm="\(PSKCNamespace.encryption)aes128-cbc"/>\
      <xenc:CipherData><xenc:CipherValue>\(PSKCWriter.base64(sealed))</xenc:CipherValue></xenc:CipherData>
      """
    return (value, PSKCWriter.base64(mac))
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    var sink = PlainBytes()
    Base64Text.encode(bytes.span, to: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// Text of an element.
  private static func escaped(_ text: [UInt8]) throws(ExportFailure) -> String {
    guard (try? UTF8Span(validating: text.span)) != nil else { throw .unwritableName }
    var escaped = ""
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // What XML has no spelling for.
      case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": throw .unwritableName
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
