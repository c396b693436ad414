/// The languages that Countersign speaks. There is no other: no path is made of what somebody asks for.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case german = "de"
  case french = "fr"
  case spanish = "es"
  case brazilianPortuguese = "pt_BR"
  case japanese = "ja"
  case simplifiedChinese = "zh_CN"

  /// The language of a locale, such as `de_AT.UTF-8` or `pt-BR`; English where it has none of ours.
  public init(locale: String) {
    let name = locale.prefix { $0 != "." && $0 != "@" }
    let parts = name.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "_" || $0 == "-" }
    let territory = parts.dropFirst().first.map { $0.lowercased() } ?? ""
    self =
      switch parts.first?.lowercased() {
      case "de": .german
      case "fr": .french
      case "es": .spanish
      case "pt": .brazilianPortuguese
      case "ja": .japanese
      // What is written with traditional characters is another language to those who read it.
      case "zh": ["", "cn", "sg", "hans"].contains(territory) ? .simplifiedChinese : .english
      default: .english
      }
  }

  /// The language of messages, of the first of these variables that is set; as setlocale(3) has it.
  public init(environment: [String: String]) {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    self.init(locale: names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "")
  }

  /// The rule by which the language tells forms of a plural apart, as the header of its `.po` file has to name it.
  public var pluralRule: String {
    switch self {
    case .english, .german, .spanish: "nplurals=2; plural=(n != 1);"
    case .french, .brazilianPortuguese: "nplurals=2; plural=(n > 1);"
    case .japanese, .simplifiedChinese: "nplurals=1; plural=0;"
    }
  }

  /// Which of the forms goes with a number, by ``pluralRule``.
  func pluralForm(_ count: UInt64) -> Int {
    switch self {
    case .english, .german, .spanish: count != 1 ? 1 : 0
    case .french, .brazilianPortuguese: count > 1 ? 1 : 0
    case .japanese, .simplifiedChinese: 0
    }
  }
}
