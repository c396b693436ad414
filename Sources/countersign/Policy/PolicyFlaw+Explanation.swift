import Countersign

extension PolicyFlaw {
  /// What is wrong, lower case and without a final period.
  var message: String {
    let name = subject?.name.description ?? "this line"
    return switch reason {
    case .tooLarge: "the file has more than \(PolicyReader.largestSize / 1_024) KiB"
    case .tooManyLines: "the file has more than \(PolicyReader.mostLines) lines"
    case .lineTooLong: "the line has more than \(PolicyReader.longestLine) bytes"
    case .controlCharacter: "there is a control character"
    case .unknownKeyword: "there is no such keyword"
    case .missingValue: "nothing stands behind \(name)"
    case .surplusValue: "there is a word too many behind \(name)"
    case .unterminatedQuote: "this quotation mark has no partner"
    case .misplacedQuote: "a quotation mark stands within a word"
    case .duplicateInBlock: "\(name) stands twice in this block"
    case .unknownCriterion: "there is no such criterion"
    case .repeatedCriterion: "\(name) stands twice in this Match"
    case .misplacedAll: "'all' stands by itself in a Match"
    case .emptyItem: "an item of the list is empty"
    case .blankInItem: "an item of the list begins or ends with a blank"
    case .repeatedItem: "this stands there twice"
    case .patternInGroup: "Group takes names, not patterns"
    case .unknownWord: "\(name) does not know this word"
    case .badDate: "this is no day of the calendar"
    case .badDuration: "this is no duration"
    case .badNumber: "this is no number that \(name) takes"
    case .badText: "this text cannot be shown"
    case .textTooLong: "this text has more than 512 bytes"
    case .badNetwork: "this is neither an address nor a network"
    case .hostBitsSet: "this is an address within a network, not a network"
    case .badHours: "these are no hours"
    case .unknownLanguage: "there is no such language"
    case .badThrottle: "this is no setting of a throttle"
    case .inconsistentThrottle: "these waits, locks and ends are not in their order"
    }
  }

  /// What to do about it, in the same form.
  var hint: String {
    switch reason {
    case .tooLarge, .tooManyLines, .lineTooLong: "make it shorter"
    case .controlCharacter: "end lines with a newline alone, and indent with blanks or tabs"
    case .unknownKeyword:
      "keywords are \(PolicyKeyword.allCases.map(\.name.description).joined(separator: ", ")) and Match"
    case .missingValue: "say what it is to be, or take it out"
    case .surplusValue: "put a text of several words in double quotes; lists have no blanks behind their commas"
    case .unterminatedQuote: "close it on the same line"
    case .misplacedQuote: "put the quotation marks round the whole value; a value cannot contain one"
    case .duplicateInBlock, .repeatedCriterion, .repeatedItem: "take one of them out"
    case .unknownCriterion:
      "criteria are \(PolicyCriterion.Kind.allCases.map(\.name.description).joined(separator: ", "))"
    case .misplacedAll: "take the other criteria out, or 'all'"
    case .emptyItem, .blankInItem: "write it as one,two,three"
    case .patternInGroup: "name the groups one by one"
    case .unknownWord: wordsHint
    case .badDate: "write it as 2027-02-01"
    case .badDuration: "write it as 30s, 15m, 8h, 2d or 1h30m, up to 366d"
    case .badNumber: subject == .keyword(.window) ? "take 0 to 10" : "take 0 to 100"
    case .badText: "use UTF-8 without control characters"
    case .textTooLong: "make it shorter"
    case .badNetwork: "write it as 10.20.0.0/16 or 2001:db8::/32; host names are not trusted"
    case .hostBitsSet: "set the bits behind the prefix to zero, or leave the prefix out"
    case .badHours: "write it as Mon-Fri:08:00-18:00, Sat or 22:00-06:00"
    case .unknownLanguage: "take en, the only one so far"
    case .badThrottle: "write it as wait-after=5 wait=30s longest-wait=15m lock-after=10 lock=30m disable-after=100"
    case .inconsistentThrottle:
      "wait-after, lock-after and disable-after have to grow, and so have wait and longest-wait"
    }
  }

  private var wordsHint: String {
    switch subject {
    case .keyword(.mode): "take mandatory, enrolled or disabled"
    case .keyword(.remember): "take same-address or same-tty, or nothing"
    case .keyword(.factors): "take some of totp,hotp,yubico-otp,ocra,recovery,temporary"
    case .keyword(.recoveryCodes), .keyword(.resync): "take allow or deny"
    case .keyword(.enroll): "take no, at-login, at-login before-enroll-by or at-login without-ticket"
    case .keyword(.whoseFactor): "take caller or target"
    case .criterion(.terminal): "take local or remote"
    case .criterion(.key): "take sk, any or none"
    default: "see countersign.conf(5)"
    }
  }
}
