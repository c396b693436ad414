import Testing

@testable import Countersign

/// Where the directory is.
@Suite struct DirectorySettingsTests {
  private let kerberos = DirectoryLogin.kerberos(keytab: Array("/etc/krb5.keytab".utf8))

  private func server(_ text: String) -> DirectoryServer? { DirectoryServer(Array(text.utf8)) }

  @Test("Addresses that are spoken to", arguments: [
    "ldaps://ldap.example", "ldaps://ldap.example:636", "ldaps://192.0.2.7:6360", "ldaps://[2001:db8::7]",
    "ldaps://[2001:db8::7]:636", "ldapi:///", "ldapi://%2Frun%2Fslapd%2Fldapi",
  ])
  func good(text: String) { #expect(server(text)?.text == Array(text.utf8)) }

  @Test("Addresses that are not", arguments: [
    "", "ldap://ldap.example", "ldaps://", "ldaps://:636", "ldaps://ldap.example/", "ldaps://ldap.example:0",
    "ldaps://ldap.example:65536", "ldaps://ldap.example:", "ldaps://a b", "ldaps://me@ldap.example", "ldaps://[::1",
    "ldaps://[]:1", "ldaps://[::1]636", "ldaps://ldap.example:636:1", "LDAPS://ldap.example", "ldapi://", "ldapi://tmp",
    "ldapi://%2F", "ldaps://a,ldaps://b", "https://ldap.example",
  ])
  func bad(text: String) { #expect(server(text) == nil) }

  @Test("A socket is known by its machine")
  func names() throws {
    let host = Array("web1".utf8)
    #expect(try #require(server("ldapi:///")).name(on: host) == Array("ldapi://web1".utf8))
    #expect(try #require(server("ldaps://a")).name(on: host) == Array("ldaps://a".utf8))
  }

  private func settings(
    _ servers: [String], base: String = "ou=countersign,dc=example", _ login: DirectoryLogin, authority: String = ""
  ) -> DirectorySettings? {
    DirectorySettings(
      servers: servers.compactMap(server), base: Array(base.utf8), login: login, authority: Array(authority.utf8))
  }

  @Test("Settings come back")
  func roundTrip() throws {
    let password = DirectoryLogin.password(name: Array("cn=a".utf8), file: Array("/etc/p".utf8))
    for one in [
      settings(["ldaps://a", "ldaps://b:1"], password, authority: "/etc/ssl/a.pem"),
      settings(["ldapi:///"], .external), settings(["ldaps://a"], kerberos),
    ] {
      let one = try #require(one)
      #expect(DirectorySettings(one.packet) == one)
      for length in 0..<one.packet.count where length < one.packet.count - 20 {
        #expect(DirectorySettings(Array(one.packet.prefix(length))) != one)
      }
    }
  }

  @Test("Settings that are none")
  func refused() {
    #expect(settings([], kerberos) == nil)
    #expect(settings((0...8).map { "ldaps://a\($0)" }, kerberos) == nil)
    #expect(settings(["ldaps://a"], .external) == nil)
    #expect(settings(["ldapi:///", "ldaps://a"], .external) == nil)
    #expect(settings(["ldaps://a"], base: "", kerberos) == nil)
    #expect(settings(["ldaps://a"], base: "ou=a\n", kerberos) == nil)
    #expect(settings(["ldaps://a"], .kerberos(keytab: [])) == nil)
    #expect(settings(["ldaps://a"], .password(name: [], file: Array("/p".utf8))) == nil)
    #expect(settings(["ldaps://a"], .password(name: [0x61], file: Array("p".utf8))) == nil)
  }

  @Test("A name of an entry has nothing in it that means something there")
  func entries() throws {
    let found = try #require(settings(["ldaps://a"], kerberos))
    let user = try #require(UserName(Array("a,b=c+\"\\;<>#é ".utf8)))
    let entry = String(decoding: found.entry(of: user), as: UTF8.self)
    #expect(entry == "countersignName=a%2Cb%3Dc%2B%22%5C%3B%3C%3E%23%C3%A9%20,ou=countersign,dc=example")
  }
}
