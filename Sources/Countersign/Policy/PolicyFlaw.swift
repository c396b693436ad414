/// What is wrong with the text of a policy. Whoever has such a policy lets nobody in.
public struct PolicyFlaw: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: CaseIterable, Sendable {
    case tooLarge, tooManyLines, lineTooLong, controlCharacter
    case unknownKeyword, missingValue, surplusValue, unterminatedQuote, misplacedQuote
    case duplicateInBlock, unknownCriterion, repeatedCriterion, misplacedAll
    case emptyItem, blankInItem, repeatedItem, patternInGroup
    case unknownWord, badDate, badDuration, badNumber, badText, textTooLong
    case badNetwork, hostBitsSet, badHours, unknownLanguage, badThrottle, inconsistentThrottle, badPlaceholder
    case badDeliveryName, badCommand, belongsBeforeMatch, badKeyModel, badDirectory

    /// As it stands in log lines.
    public var name: StaticString {
      switch self {
      case .tooLarge: "too-large"
      case .tooManyLines: "too-many-lines"
      case .lineTooLong: "line-too-long"
      case .controlCharacter: "control-character"
      case .unknownKeyword: "unknown-keyword"
      case .missingValue: "missing-value"
      case .surplusValue: "surplus-value"
      case .unterminatedQuote: "unterminated-quote"
      case .misplacedQuote: "misplaced-quote"
      case .duplicateInBlock: "duplicate-in-block"
      case .unknownCriterion: "unknown-criterion"
      case .repeatedCriterion: "repeated-criterion"
      case .misplacedAll: "misplaced-all"
      case .emptyItem: "empty-item"
      case .blankInItem: "blank-in-item"
      case .repeatedItem: "repeated-item"
      case .patternInGroup: "pattern-in-group"
      case .unknownWord: "unknown-word"
      case .badDate: "bad-date"
      case .badDuration: "bad-duration"
      case .badNumber: "bad-number"
      case .badText: "bad-text"
      case .textTooLong: "text-too-long"
      case .badNetwork: "bad-network"
      case .hostBitsSet: "host-bits-set"
      case .badHours: "bad-hours"
      case .unknownLanguage: "unknown-language"
      case .badThrottle: "bad-throttle"
      case .inconsistentThrottle: "inconsistent-throttle"
      case .badPlaceholder: "bad-placeholder"
      case .badDeliveryName: "bad-delivery-name"
      case .badCommand: "bad-command"
      case .belongsBeforeMatch: "belongs-before-match"
      case .badKeyModel: "bad-key-model"
      case .badDirectory: "bad-directory"
      }
    }
  }

  /// What the line is about, as far as that is known.
  public enum Subject: Equatable, Sendable {
    case keyword(PolicyKeyword)
    case match
    case criterion(PolicyCriterion.Kind)

    /// As the manual writes it, never as the file does.
    public var name: StaticString {
      switch self {
      case .keyword(let keyword): keyword.name
      case .match: "Match"
      case .criterion(let kind): kind.name
      }
    }
  }

  /// What is wrong.
  public let reason: Reason
  /// From 1.
  public let line: UInt32
  /// From 1, in bytes.
  public let column: UInt32
  public let subject: Subject?

  public init(reason: Reason, line: UInt32, column: UInt32, subject: Subject?) {
    self.reason = reason
    self.line = line
    self.column = column
    self.subject = subject
  }
}
