import Countersign
import Words

/// Reads the public key of a security key that is in somebody's SSH agent: the line that `ssh-keygen` has written.
enum AgentPublicKey {
  private static let hint: Message =
    "ssh-keygen -t ed25519-sk makes such a key, and a file that ends in .pub: that one is meant"

  /// - Parameter path: of a file; `-` is standard input, for instance what `ssh-add -L` prints.
  static func read(_ path: String) throws(Complaint) -> SSHPublicKey {
    let input = try ImportInput(path)
    let bytes = input.bytes
    let place = path == "-" ? said("standard input") : DisplayText.of(Array(path.utf8))
    guard !bytes.starts(with: Array("-----BEGIN".utf8)) else {
      throw Complaint("\(place) has a private key, which belongs nowhere else", hint: hint)
    }
    var keys: [SSHPublicKey] = []
    var other: String?
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == 9 || $0 == 13 })
      guard let type = words.first, type.first != UInt8(ascii: "#") else { continue }
      guard let kind = SSHPublicKey.Kind.allCases.first(where: { type.elementsEqual(Array(ascii: $0.name)) }) else {
        other = other ?? DisplayText.of(Array(type.prefix(64)))
        continue
      }
      guard words.count > 1, let key = SSHPublicKey(kind, base64: Array(words[1])) else {
        throw Complaint("the key in \(place) is cut or mistyped", hint: hint)
      }
      keys.append(key)
    }
    guard let key = keys.first else { throw none(place, other) }
    guard keys.allSatisfy({ $0 == key }) else {
      throw Complaint("there are several security keys in \(place)", hint: "give one, and enrol the others as well")
    }
    return key
  }

  private static func none(_ place: String, _ other: String?) -> Complaint {
    guard let other else { return Complaint("there is no public key in \(place)", hint: hint) }
    guard !other.contains("-cert-v01") else {
      return Complaint("\(place) has a certificate, and the key itself is needed", hint: hint)
    }
    return Complaint(
      "\(place) has no security key but \(other): a key in a file cannot show that somebody touched it", hint: hint)
  }

  /// What it is enrolled as.
  static func device(_ key: SSHPublicKey) throws(Complaint) -> (kind: DeviceKind, credential: SecurityKeyCredential) {
    guard let parameters = key.parameters(.touch),
      let credential = SecurityKeyCredential(id: [], publicKey: key.publicKey)
    else {
      throw Complaint(
        "the application of the key has other characters than visible ASCII",
        hint: "make another one, with -O application=ssh:")
    }
    return (.agent(parameters), credential)
  }
}
