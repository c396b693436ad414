import Countersign
import ForeignFormats
import OATH
import Words

/// What an export consists of, as secret as the keys in it.
struct ExportText {
  let format: ExportFormat
  let devices: [ExportedDevice]
  /// Who asks for the codes, for URIs; the host's name where it is `nil`.
  let issuer: String?

  /// - Parameter passphrase: for a key container.
  func bytes(_ passphrase: SharedSecret?) throws(Complaint) -> SecretBytes {
    do throws(ExportFailure) {
      switch format {
      case .json: return try DeviceLinesWriter.text(devices)
      case .pskc:
        guard let passphrase else { throw .cipher }
        return try container(passphrase.secret)
      case .otpauth: break
      }
    } catch {
      throw ExportText.complaint(error)
    }
    return try uris()
  }

  private func container(_ passphrase: borrowing SecretBytes) throws(ExportFailure) -> SecretBytes {
    let writer = try PSKCWriter(passphrase: passphrase.bytes) { (room) throws(SystemFailure) in
      try Randomness.fill(&room)
    }
    let text = try writer.text(devices)
    do { return try SecretBytes(copying: text.span) } catch { throw .system(error) }
  }

  private func uris() throws(Complaint) -> SecretBytes {
    var lines: [SharedSecret] = []
    for device in devices {
      let uri = OTPAuthURI(device.kind, user: device.user, issuer: issuer, counter: device.nextMovingFactor)
      guard let uri else { throw ExportText.complaint(.unwritableKind) }
      lines.append(SharedSecret(try ExportText.line(uri, device.secret.secret)))
    }
    return try Complaint.attempting("cannot write the URIs") { () throws(SystemFailure) in
      var text = try SecretBytes(capacity: lines.reduce(1) { $0 + $1.secret.count })
      for line in lines { ExportText.append(line.secret, to: &text) }
      return text
    }
  }

  private static func line(_ uri: OTPAuthURI, _ secret: borrowing SecretBytes) throws(Complaint) -> SecretBytes {
    var text = try uri.text(.complete, secret: secret.bytes)
    text.append(UInt8(ascii: "\n"))
    return text
  }

  private static func append(_ line: borrowing SecretBytes, to text: inout SecretBytes) { text.append(line.bytes) }

  private static func complaint(_ failure: ExportFailure) -> Complaint {
    switch failure {
    case .system(let failure): Complaint(failure, doing: "cannot write the devices")
    case .unwritableName:
      Complaint(
        "a name has characters that this format cannot have", hint: "countersign rename gives the device another one")
    case .unwritableKind:
      Complaint("a device is of a kind that this format does not know", hint: "--format json writes all of them")
    case .cipher: Complaint("the devices cannot be encrypted", hint: "give another passphrase")
    }
  }
}
