import ArgumentParser
import Countersign
import Words

/// A language on the command line, by its tag such as `de` or `pt-BR`; also as locales write it, `pt_BR`.
struct LanguageArgument: ExpressibleByArgument {
  let language: MessageLanguage

  init?(argument: String) {
    let tag = argument.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
    guard let language = MessageLanguage(tag: tag[...]) else { return nil }
    self.language = language
  }

  static var allValueStrings: [String] { MessageLanguage.allCases.map(\.tag.description) }

  /// Says where a login would stay English because the texts of its language are not there.
  func warnIfMissing(_ location: StoreLocation) {
    guard !LoginCatalogue.isThere(for: language, location) else { return }
    let file = "countersign/login/\(language.tag).mo"
    Terminal.warn(
      "\(file) is neither in /usr/share nor in /usr/local/share; logins stay English until it is there")
  }
}
