import Countersign
import Words

extension PolicyFlaw {
  /// What is wrong, lower case and without a final period.
  var message: String {
    let name = subject?.name.description ?? said("this line")
    return switch reason {
    case .tooLarge: said("the file has more than \(PolicyReader.largestSize / 1_024) KiB")
    case .tooManyLines: said("the file has more than \(PolicyReader.mostLines) lines")
    case .lineTooLong: said("the line has more than \(PolicyReader.longestLine) bytes")
    case .controlCharacter: said("there is a control character")
    case .unknownKeyword: said("there is no such keyword")
    case .missingValue: said("nothing stands behind \(name)")
    case .surplusValue: said("there is a word too many behind \(name)")
    case .unterminatedQuote: said("this quotation mark has no partner")
    case .misplacedQuote: said("a quotation mark stands within a word")
    case .duplicateInBlock: said("\(name) stands twice in this block")
    case .unknownCriterion: said("there is no such criterion")
    case .repeatedCriterion: said("\(name) stands twice in this Match")
    case .misplacedAll: said("'all' stands by itself in a Match")
    case .emptyItem: said("an item of the list is empty")
    case .blankInItem: said("an item of the list begins or ends with a blank")
    case .repeatedItem: said("this stands there twice")
    case .patternInGroup: said("Group takes names, not patterns")
    case .unknownWord: said("\(name) does not know this word")
    case .badDate: said("this is no day of the calendar")
    case .badDuration: said("this is no duration")
    case .badNumber: said("this is no number that \(name) takes")
    case .badText: said("this text cannot be shown")
    case .textTooLong: said("this text has more than 512 bytes")
    case .badNetwork: said("this is neither an address nor a network")
    case .hostBitsSet: said("this is an address within a network, not a network")
    case .badHours: said("these are no hours")
    case .unknownLanguage: said("there is no such language")
    case .badThrottle: said("this is no setting of a throttle")
    case .inconsistentThrottle: said("these waits, locks and ends are not in their order")
    case .badPlaceholder: said("nothing is put in place of this percent sign")
    case .badDeliveryName: said("this is no name of a way to send codes")
    case .badCommand: said("a command begins with the whole path of a program")
    case .belongsBeforeMatch: said("\(name) holds for the whole host and cannot stand below a Match")
    case .badKeyModel: said("these are no models of security keys")
    case .badDirectory: badDirectory
    }
  }

  /// What to do about it, in the same form.
  var hint: String {
    switch reason {
    case .tooLarge, .tooManyLines, .lineTooLong: said("make it shorter")
    case .controlCharacter: said("end lines with a newline alone, and indent with blanks or tabs")
    case .unknownKeyword:
      said("keywords are \(PolicyKeyword.allCases.map(\.name.description).joined(separator: ", ")) and Match")
    case .missingValue: said("say what it is to be, or take it out")
    case .surplusValue: said("put a text of several words in double quotes; lists have no blanks behind their commas")
    case .unterminatedQuote: said("close it on the same line")
    case .misplacedQuote: said("put the quotation marks round the whole value; a value cannot contain one")
    case .duplicateInBlock, .repeatedCriterion, .repeatedItem: said("take one of them out")
    case .unknownCriterion:
      said("criteria are \(PolicyCriterion.Kind.allCases.map(\.name.description).joined(separator: ", "))")
    case .misplacedAll: said("take the other criteria out, or 'all'")
    case .emptyItem, .blankInItem: said("write it as one,two,three")
    case .patternInGroup: said("name the groups one by one")
    case .unknownWord: wordsHint
    case .badDate: said("write it as 2027-02-01")
    case .badDuration where subject == .keyword(.touch): said("write it as 20s; 5s to 60s or 1m is possible")
    case .badDuration: said("write it as 30s, 15m, 8h, 2d or 1h30m, up to 366d")
    case .badNumber: subject == .keyword(.window) ? said("take 0 to 10") : said("take 0 to 100")
    case .badText: said("use UTF-8 without control characters")
    case .textTooLong: said("make it shorter")
    case .badNetwork: said("write it as 10.20.0.0/16 or 2001:db8::/32; host names are not trusted")
    case .hostBitsSet: said("set the bits behind the prefix to zero, or leave the prefix out")
    case .badHours: said("write it as Mon-Fri:08:00-18:00, Sat or 22:00-06:00")
    case .unknownLanguage:
      said("take one of \(MessageLanguage.allCases.map(\.tag.description).joined(separator: ", "))")
    case .badThrottle:
      said("write it as wait-after=5 wait=30s longest-wait=15m lock-after=10 lock=30m disable-after=100")
    case .inconsistentThrottle:
      said("wait-after, lock-after and disable-after have to grow, and so have wait and longest-wait")
    case .badPlaceholder:
      said("take %u (user), %h (host), %s (service) or %d (date); a percent sign itself is %%")
    case .badDeliveryName: said("take up to 32 small letters, digits and hyphens, such as sms or mail")
    case .badCommand: said("write it as /usr/local/libexec/countersign/deliver-mail; there is no shell")
    case .belongsBeforeMatch: said("put it before the first Match")
    case .badKeyModel: said("write them as 2fc0579f-8113-47ea-b116-bb5a8db9202a, with commas between, or any")
    case .badDirectory: directoryHint
    }
  }

  private var badDirectory: String {
    switch subject {
    case .keyword(.directory): said("these are not up to eight addresses of servers")
    case .keyword(.directoryBase): said("this is not one name of an entry")
    case .keyword(.directoryBind): said("this is no way to bind")
    default: said("this is not the path of a file")
    }
  }

  private var directoryHint: String {
    switch subject {
    case .keyword(.directory): said("write each as ldaps://ldap.example.org or ldapi:///; ldap:// is not protected")
    case .keyword(.directoryBase): said("write it as \"ou=countersign,dc=example\", in double quotes")
    case .keyword(.directoryBind): said("take external, password \"cn=host,dc=example\" /FILE or kerberos /KEYTAB")
    default: said("write it as /etc/ssl/certs/site.pem")
    }
  }

  private var wordsHint: String {
    switch subject {
    case .keyword(.mode): said("take mandatory, enrolled or disabled")
    case .keyword(.remember): said("take same-address or same-tty, or nothing")
    case .keyword(.factors): said("take some of totp,hotp,yubico-otp,ocra,sent,fido2,agent,sk-ssh,recovery,temporary")
    case .keyword(.recoveryCodes), .keyword(.resync): said("take allow or deny")
    case .keyword(.enroll): said("take no, at-login, at-login before-enroll-by or at-login without-ticket")
    case .keyword(.whoseFactor): said("take caller or target")
    case .keyword(.store): said("take files or ldap")
    case .keyword(.offline): said("take deny or local")
    case .criterion(.terminal): said("take local or remote")
    case .criterion(.key): said("take sk, any or none")
    default: said("see countersign.conf(5)")
    }
  }
}
