/// Where the directory is and how it is spoken to.
public struct DirectorySettings: Equatable, Sendable {
  /// At most eight; tried in this order.
  public let servers: [DirectoryServer]
  /// The name of the entry above all users.
  public let base: [UInt8]
  public let login: DirectoryLogin
  /// The certificates that are trusted, as a file; empty for those of the system.
  public let authority: [UInt8]

  /// The most servers that are tried.
  public static let mostServers = 8
  /// In bytes, of a base, a name or a path.
  static let longest = 1024

  /// - Returns: `nil` for no server or too many, for EXTERNAL over a network, and for texts with control characters.
  public init?(servers: [DirectoryServer], base: [UInt8], login: DirectoryLogin, authority: [UInt8]) {
    guard (1...DirectorySettings.mostServers).contains(servers.count), !base.isEmpty else { return nil }
    var texts = [base, authority]
    switch login {
    case .external: guard servers.allSatisfy({ $0.isLocal }) else { return nil }
    case .password(let name, let file):
      guard !name.isEmpty, file.first == UInt8(ascii: "/") else { return nil }
      texts += [name, file]
    case .kerberos(let keytab):
      guard keytab.first == UInt8(ascii: "/") else { return nil }
      texts.append(keytab)
    }
    guard texts.allSatisfy({ $0.count <= DirectorySettings.longest && $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
    else { return nil }
    self.servers = servers
    self.base = base
    self.login = login
    self.authority = authority
  }

  /// The name of a user's entry. Percent-encoding leaves nothing that a name would have to escape (RFC 4514).
  public func entry(of user: UserName) -> [UInt8] {
    Array(ascii: "countersignName=") + user.fileName + [UInt8(ascii: ",")] + base
  }

  /// The same servers, spoken to by somebody else.
  ///
  /// - Returns: `nil` for a way to bind that cannot be.
  public func binding(_ login: DirectoryLogin) -> DirectorySettings? {
    DirectorySettings(servers: servers, base: base, login: login, authority: authority)
  }

  /// How long an answer may take, in milliseconds: two servers that hang, one that decides, and one order there.
  var patience: Int32 { Int32(min(servers.count, 3)) * 5_000 + 6_000 }

  // MARK: On the socket

  /// As the first packet on the socket, for logins and what is done with users.
  public var packet: [UInt8] { packet(for: .users) }

  /// As the first packet on the socket, which says what the orders behind it are.
  public func packet(for purpose: DirectoryPurpose) -> [UInt8] {
    var bytes: [UInt8] = [purpose.rawValue]
    DirectoryFields.append(base, to: &bytes)
    DirectoryFields.append(authority, to: &bytes)
    switch login {
    case .external: DirectoryFields.append(Array(ascii: "external"), to: &bytes)
    case .kerberos(let keytab):
      DirectoryFields.append(Array(ascii: "kerberos"), to: &bytes)
      DirectoryFields.append(keytab, to: &bytes)
    case .password(let name, let file):
      DirectoryFields.append(Array(ascii: "password"), to: &bytes)
      DirectoryFields.append(name, to: &bytes)
      DirectoryFields.append(file, to: &bytes)
    }
    for server in servers { DirectoryFields.append(server.text, to: &bytes) }
    return bytes
  }

  /// Reads what ``packet(for:)`` gives.
  ///
  /// - Returns: `nil` for anything else, and for another purpose.
  public init?(_ packet: [UInt8], for purpose: DirectoryPurpose = .users) {
    guard packet.first == purpose.rawValue else { return nil }
    var fields = DirectoryFields(packet.dropFirst())
    guard let base = fields.next(), let authority = fields.next(), let way = fields.next() else { return nil }
    let login: DirectoryLogin
    if way.equals("external") {
      login = .external
    } else if way.equals("kerberos") {
      guard let keytab = fields.next() else { return nil }
      login = .kerberos(keytab: Array(keytab))
    } else {
      guard way.equals("password"), let name = fields.next(), let file = fields.next() else { return nil }
      login = .password(name: Array(name), file: Array(file))
    }
    var servers: [DirectoryServer] = []
    while !fields.isAtEnd, servers.count <= DirectorySettings.mostServers {
      guard let server = fields.next().flatMap({ DirectoryServer(Array($0)) }) else { return nil }
      servers.append(server)
    }
    self.init(servers: servers, base: Array(base), login: login, authority: Array(authority))
  }
}
