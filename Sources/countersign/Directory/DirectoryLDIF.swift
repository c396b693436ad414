import Countersign
import Words

/// All that a site needs in its directory, as LDIF for an administrator to read, change and load.
struct DirectoryLDIF {
  private let foundation: DirectoryFoundation

  init(_ foundation: DirectoryFoundation) {
    self.foundation = foundation
  }

  /// The entry of the site above ours, where groups are assumed.
  private var top: String { foundation.site.base.parent?.text ?? "" }

  var text: String {
    let schema = DirectorySchema.text(.ldif)
    let parts = [
      "# 1. The schema, on every provider and replica. As root of each: ldapadd -Y EXTERNAL -H ldapi:///",
      schema, entries, access,
    ]
    return parts.joined(separator: "\n")
  }

  private var entries: String {
    let site = foundation.site
    let attributes = (try? foundation.baseAttributes()) ?? foundation.siteAttributes()
    return """
      # 2. The entries above all users, on one provider. As its administrator: ldapadd -x -W -D NAME -H URL

      \(entry(site.base.text, attributes))
      \(entry(foundation.tokensName, foundation.tokensAttributes))
      """
  }

  private func entry(_ name: String, _ attributes: [DirectoryChange]) -> String {
    let lines = attributes.flatMap { attribute in
      attribute.values.map { DirectoryLDIF.line(String(decoding: attribute.attribute, as: UTF8.self), $0) }
    }
    return ([DirectoryLDIF.line("dn", Array(name.utf8))] + lines).joined(separator: "\n") + "\n"
  }

  /// The rights of Documents/directory.md.
  private var access: String {
    let base = foundation.site.base.text
    let hosts = "by group.exact=\"cn=countersign-hosts,\(top)\""
    let keepers = "by group.exact=\"cn=countersign-keepers,\(top)\" write"
    let replicator = "by dn.exact=\"cn=replicator,\(top)\" read"
    return """
      # 3. Rights, on every provider and replica, in front of all others. Put the names of your groups and of the entry
      # that copies in place of these, and that of your database:
      #   ldapsearch -Y EXTERNAL -H ldapi:/// -b cn=config olcSuffix
      # As root of each: ldapmodify -Y EXTERNAL -H ldapi:///

      dn: olcDatabase={1}mdb,cn=config
      changetype: modify
      add: olcAccess
      olcAccess: {0}to dn.subtree="\(base)" attrs=countersignState,countersignGeneration
        \(hosts) write
        \(keepers)
        \(replicator)
        by * none
      olcAccess: {1}to dn.subtree="\(base)"
        \(hosts) read
        \(keepers)
        \(replicator)
        by * none
      -
      add: olcLimits
      olcLimits: group/groupOfNames/member="cn=countersign-hosts,\(top)" size.prtotal=unlimited
      olcLimits: group/groupOfNames/member="cn=countersign-keepers,\(top)" size.prtotal=unlimited
      """
  }

  /// A line as RFC 2849 has it: in Base64 what is not safe.
  static func line(_ attribute: String, _ value: [UInt8]) -> String {
    let isSafe = value.allSatisfy { (0x20...0x7E).contains($0) } && value.last != UInt8(ascii: " ")
      && ![UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "<")].contains(value.first)
    guard !isSafe else { return "\(attribute): \(String(decoding: value, as: UTF8.self))" }
    return "\(attribute):: \(String(decoding: Base64.encode(value), as: UTF8.self))"
  }
}
