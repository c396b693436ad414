import Countersign

/// The schema, as `pam/directory` has it for those who load it by hand: one text for both forms, which a test compares.
enum DirectorySchema {
  /// How the schema is written.
  enum Form: String, CaseIterable {
    /// For `ldapadd`, into `cn=config`.
    case ldif
    /// For `include` in slapd.conf.
    case schema
  }

  /// A type of attribute or a class of objects: parts of it that stand in lines of their own.
  struct Definition {
    let isClass: Bool
    let lines: [String]
  }

  /// By this class it is seen whether a server knows the schema.
  static let siteClass = "\(arc).2.1"
  /// The entry that has it in `cn=config`, below that of all schemas.
  static let entryName = "cn=countersign,cn=schema"

  static let arc = "2.25.97460771205391540011778659580783163865"

  private static let remarks = """
    # Countersign: users, their state and tokens in an LDAP directory. Documents/directory.md says how they are used.
    #
    # All numbers stand below \(arc), which anybody may make of a UUID (ITU-T X.667),
    # here of 49524303-255e-4165-a8f1-d51a9b54f9d9: .1 attribute types, .2 object classes. No number is given twice.
    """

  static let definitions: [Definition] = [
    attribute(
      "countersign:1.1 NAME 'countersignName'",
      "DESC 'user name, percent-encoded as the files of the store are'",
      "EQUALITY caseExactIA5Match",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{768}",
      "SINGLE-VALUE"),
    attribute(
      "countersign:1.2 NAME 'countersignGeneration'",
      "DESC 'goes up by one with each change of record or state'",
      "EQUALITY integerMatch",
      "ORDERING integerOrderingMatch",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.27",
      "SINGLE-VALUE"),
    attribute(
      "countersign:1.3 NAME 'countersignRecord'",
      "DESC 'devices with sealed secrets and hashed codes, authenticated'",
      "EQUALITY octetStringMatch",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.40{65536}",
      "SINGLE-VALUE"),
    attribute(
      "countersign:1.4 NAME 'countersignState'",
      "DESC 'what logins change, authenticated together with the generation'",
      "EQUALITY octetStringMatch",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.40{4096}",
      "SINGLE-VALUE"),
    attribute(
      "countersign:1.5 NAME 'countersignSerial'",
      "DESC 'serial number of a hardware token, percent-encoded'",
      "EQUALITY caseExactIA5Match",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{192}",
      "SINGLE-VALUE"),
    attribute(
      "countersign:1.6 NAME 'countersignDecider'",
      "DESC 'addresses of the one provider that takes codes'",
      "EQUALITY caseExactIA5Match",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{256}"),
    attribute(
      "countersign:1.7 NAME 'countersignTakeover'",
      "DESC 'when it began to; time-based codes of before do not count'",
      "EQUALITY generalizedTimeMatch",
      "ORDERING generalizedTimeOrderingMatch",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.24",
      "SINGLE-VALUE"),
    attribute(
      "countersign:1.8 NAME 'countersignFormat'",
      "DESC 'version of what stands below this entry'",
      "EQUALITY integerMatch",
      "SYNTAX 1.3.6.1.4.1.1466.115.121.1.27",
      "SINGLE-VALUE"),
    classOf(
      "countersign:2.1 NAME 'countersignSite'",
      "DESC 'the entry above all others'",
      "SUP top AUXILIARY",
      "MUST ( countersignFormat $ countersignDecider )",
      "MAY countersignTakeover"),
    classOf(
      "countersign:2.2 NAME 'countersignUser'",
      "DESC 'a user: what administration stores and what logins change'",
      "SUP top STRUCTURAL",
      "MUST ( countersignName $ countersignGeneration $ countersignRecord $ countersignState )",
      "MAY ( seeAlso $ description )"),
    classOf(
      "countersign:2.3 NAME 'countersignToken'",
      "DESC 'a hardware token of the inventory'",
      "SUP top STRUCTURAL",
      "MUST ( countersignSerial $ countersignGeneration $ countersignRecord )",
      "MAY description"),
  ]

  /// What the entry has, for loading it.
  static var attributes: [DirectoryChange] {
    let types = definitions.filter { !$0.isClass }.map { "( \($0.joined(by: " ")) )" }
    let classes = definitions.filter(\.isClass).map { "( \($0.joined(by: " ")) )" }
    return [
      DirectoryChange(.add, "objectClass", ["olcSchemaConfig"]), DirectoryChange(.add, "cn", ["countersign"]),
      DirectoryChange(.add, "olcObjectIdentifier", ["countersign \(arc)"]),
      DirectoryChange(.add, "olcAttributeTypes", types), DirectoryChange(.add, "olcObjectClasses", classes),
    ]
  }

  private static func attribute(_ lines: String...) -> Definition { Definition(isClass: false, lines: lines) }
  private static func classOf(_ lines: String...) -> Definition { Definition(isClass: true, lines: lines) }

  /// All of it, to be printed.
  static func text(_ form: Form) -> String {
    switch form {
    case .ldif:
      let entry = """
        dn: \(entryName),cn=config
        objectClass: olcSchemaConfig
        cn: countersign
        olcObjectIdentifier: countersign \(arc)

        """
      return "\(remarks)\n\n\(entry)" + definitions.map { definition in
        "\(definition.isClass ? "olcObjectClasses" : "olcAttributeTypes"): ( \(definition.joined(by: "\n  ")) )\n"
      }.joined()
    case .schema:
      return "\(remarks)\n\nobjectidentifier countersign \(arc)\n" + definitions.map { definition in
        "\n\(definition.isClass ? "objectclass" : "attributetype") ( \(definition.joined(by: "\n    ")) )\n"
      }.joined()
    }
  }
}

extension DirectorySchema.Definition {
  /// What stands between the outer brackets.
  func joined(by separator: String) -> String { lines.joined(separator: separator) }
}
