/// One line that sets something.
public struct PolicyStatement: Equatable, Sendable {
  /// What it sets.
  public enum Value: Equatable, Sendable {
    case mode(EnforcementMode)
    case enrollBy(PolicyDate)
    /// A part of ``Policy/text``: UTF-8 that may be shown, with placeholders.
    case prompt(Range<Int>)
    /// Seconds; 0 for `none`.
    case remember(UInt64, RememberRule.Place)
    case factors(FactorKinds)
    case window(UInt32)
    case lookAhead(UInt32)
    case throttle(Throttle)
    case recoveryCodes(RecoveryCodeRule)
    /// As ``prompt(_:)``.
    case notice(Range<Int>)
    case whoseFactor(WhoseFactor)
    case language(MessageLanguage)
    /// Seconds.
    case longestBypass(UInt64)
    case resync(AutomaticResync)
    case enroll(EnrolmentRule)
    /// As ``prompt(_:)``.
    case contact(Range<Int>)
    /// How codes go this way: the words of a command, a part of ``Policy/text``.
    case deliver(DeliveryName, Range<Int>)
    /// Whom changes are told: as ``deliver(_:_:)``.
    case notify(Range<Int>)
    /// Seconds.
    case touch(UInt32)
    case keyModels(SecurityKeyModels)
    case store(StoreKind)
    case offline(OfflineRule)
    /// What there is to know of the directory: which keyword, and the words behind it, a part of ``Policy/text``.
    case directory(PolicyKeyword, Range<Int>)
  }

  /// Whether recovery codes count, whatever `Factors` says.
  public enum RecoveryCodeRule: Equatable, Sendable {
    /// As `Factors` says.
    case allow
    case deny
  }

  /// What is set.
  public let value: Value
  /// From 1.
  public let line: UInt32
  /// Where its keyword stands, from 1, in bytes.
  public let column: UInt32

  /// The keyword.
  public var keyword: PolicyKeyword {
    switch value {
    case .mode: .mode
    case .enrollBy: .enrollBy
    case .prompt: .prompt
    case .remember: .remember
    case .factors: .factors
    case .window: .window
    case .lookAhead: .lookAhead
    case .throttle: .throttle
    case .recoveryCodes: .recoveryCodes
    case .notice: .notice
    case .whoseFactor: .whoseFactor
    case .language: .language
    case .longestBypass: .longestBypass
    case .resync: .resync
    case .enroll: .enroll
    case .contact: .contact
    case .deliver: .deliver
    case .notify: .notify
    case .touch: .touch
    case .keyModels: .keyModels
    case .store: .store
    case .offline: .offline
    case .directory(let keyword, _): keyword
    }
  }
}
