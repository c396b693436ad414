/// The languages in which people are told something.
public enum MessageLanguage: UInt8, CaseIterable, Sendable {
  case english, german, french, spanish, brazilianPortuguese, japanese, simplifiedChinese

  /// Its tag (BCP 47).
  public var tag: StaticString {
    switch self {
    case .english: "en"
    case .german: "de"
    case .french: "fr"
    case .spanish: "es"
    case .brazilianPortuguese: "pt-BR"
    case .japanese: "ja"
    case .simplifiedChinese: "zh-CN"
    }
  }

  /// - Parameter tag: in letters of either case.
  public init?(tag: ArraySlice<UInt8>) {
    let found: MessageLanguage
    switch tag.count {
    case 2 where tag.spells("en"): found = .english
    case 2 where tag.spells("de"): found = .german
    case 2 where tag.spells("fr"): found = .french
    case 2 where tag.spells("es"): found = .spanish
    case 2 where tag.spells("ja"): found = .japanese
    case 5 where tag.spells("pt-br"): found = .brazilianPortuguese
    case 5 where tag.spells("zh-cn"): found = .simplifiedChinese
    default: return nil
    }
    self = found
  }
}
