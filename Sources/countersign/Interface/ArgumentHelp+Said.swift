import ArgumentParser
import Words

extension ArgumentHelp {
  /// Help in the language of the process, which is chosen before the parser begins.
  static func said(_ abstract: Message, discussion: Message? = nil, valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: abstract.text).with(discussion?.text, valueName)
  }

  private func with(_ discussion: String?, _ valueName: String?) -> ArgumentHelp {
    var help = self
    help.discussion = discussion
    help.valueName = valueName
    return help
  }
}
