import Countersign
import SecurityKeys
import Words

/// Reads the authfile of pam_u2f, `user:handle,key,type,options:…`, its old form `user:handle,key`, and the private key
/// files of OpenSSH that its `sshformat` takes.
///
/// pam_u2f takes the last line of a user alone, and so does this: the keys of the others never counted.
struct SecurityKeyReader: ImportReader {
  private static let armour: StaticString = "-----BEGIN OPENSSH PRIVATE KEY-----"

  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    for line in text.lines {
      let range = text.trimmed(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      return text.equals(armour, range) || AuthfileLine(text, range).isLikely
    }
    return false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    if let first = text.lines.first, text.equals(SecurityKeyReader.armour, text.trimmed(first.range)) {
      readKeyFile(text, &file)
      return file
    }
    var lines: [(number: Int, line: AuthfileLine)] = []
    for line in text.lines {
      let range = text.trimmed(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      lines.append((line.number, AuthfileLine(text, range)))
    }
    for (index, (number, line)) in lines.enumerated() {
      guard line.hasUser else {
        file.refuse(
          context.place(number), "the line is none of a file of pam_u2f",
          hint: "it has to be user:handle,key,type,options; pam_u2f does not read it either")
        continue
      }
      if lines[(index + 1)...].contains(where: { $0.line.user == line.user }) {
        let user = String(decoding: line.user, as: UTF8.self)
        file.remark(context.place(number), "\(user): passed over, as pam_u2f takes the user's last line alone")
      } else {
        read(line, context.place(number), text, &file)
      }
    }
    return file
  }

  private func read(_ line: AuthfileLine, _ place: ImportPlace, _ text: Span<UInt8>, _ file: inout ImportedFile) {
    for range in line.credentials {
      do throws(AuthfileFlaw) {
        let credential = try AuthfileCredential(text, range)
        file.take(key: try token(credential, place, line.user))
      } catch {
        file.refuse(place, error.reason, hint: error.hint)
      }
    }
  }

  private func token(
    _ credential: AuthfileCredential, _ place: ImportPlace, _ user: [UInt8]
  ) throws(AuthfileFlaw) -> ImportedToken {
    let named = credential.isOld ? context.defaults.application : context.defaults.relyingParty
    guard let party = named ?? context.defaults.relyingParty else { throw .noRelyingParty }
    return try token(
      credential.algorithm, party, credential.demands, id: credential.identifier, key: credential.publicKey, place,
      user)
  }

  private func token(
    _ algorithm: SecurityKeyAlgorithm, _ party: [UInt8], _ demands: SecurityKeyDemands, id: [UInt8], key: [UInt8],
    _ place: ImportPlace, _ user: [UInt8]?
  ) throws(AuthfileFlaw) -> ImportedToken {
    guard let parameters = SecurityKeyParameters(algorithm: algorithm, relyingParty: party, demands: demands) else {
      throw .noRelyingParty
    }
    guard key.count == algorithm.publicKeyLength, let credential = SecurityKeyCredential(id: id, publicKey: key) else {
      throw .malformed
    }
    let bytes = credential.bytes
    let secret: SecretBytes
    do throws(SystemFailure) { secret = try SecretBytes(copying: bytes.span) } catch { throw .malformed }
    let token = ImportedToken(place, kind: .fido2(parameters), secret: SharedSecret(secret), owner: user)
    if !demands.contains(.touch) { token.remarks.append(said("it asks for no touch, as the file has it")) }
    return token
  }

  private func readKeyFile(_ text: Span<UInt8>, _ file: inout ImportedFile) {
    var base64: [UInt8] = []
    for line in text.lines where !text.starts(with: "-----", text.trimmed(line.range)) {
      base64 += text.copy(text.trimmed(line.range))
    }
    guard let content = AuthfileCredential.bytes(base64.span) else {
      return file.refuse(
        context.wholeFile, "it is no private key file of OpenSSH",
        hint: "ssh-keygen -y -f FILE shows whether it is one")
    }
    do throws(SSHSecurityKeyFile.Flaw) {
      let key = try SSHSecurityKeyFile(content)
      var demands: SecurityKeyDemands = key.flags & 1 != 0 ? .touch : []
      if key.flags & 4 != 0 { demands.insert(.verification) }
      let algorithm: SecurityKeyAlgorithm = key.key.key.bytes.count == 32 ? .eddsa : .es256
      do throws(AuthfileFlaw) {
        file.take(
          key: try token(
            algorithm, key.key.application, demands, id: key.handle, key: key.key.key.bytes, context.wholeFile,
            context.owner))
      } catch {
        file.refuse(context.wholeFile, error.reason, hint: error.hint)
      }
    } catch {
      refuse(error, &file)
    }
  }

  private func refuse(_ flaw: SSHSecurityKeyFile.Flaw, _ file: inout ImportedFile) {
    switch flaw {
    case .encrypted:
      file.refuse(
        context.wholeFile, "the key file has a passphrase",
        hint: "pam_u2f takes none either; ssh-keygen -p -f COPY takes it from a copy")
    case .noSecurityKey:
      file.refuse(
        context.wholeFile, "the key file has no security key in it",
        hint: "only the types ed25519-sk and ecdsa-sk of ssh-keygen are")
    case .malformed:
      file.refuse(
        context.wholeFile, "it is no private key file of OpenSSH",
        hint: "ssh-keygen -y -f FILE shows whether it is one")
    }
  }
}
