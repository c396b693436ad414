/// What the policy says about one login: a value for each keyword, and what set it.
public struct PolicySettings: Equatable, Sendable {
  public var mode = PolicySetting(EnforcementMode.enrolled)
  /// With ``EnforcementMode/mandatory``: up to the day before this one, those who are not enrolled pass.
  public var enrollBy: PolicySetting<PolicyDate>?
  public var prompt: PolicySetting<[UInt8]>?
  public var remember: PolicySetting<RememberRule>?
  public var factors = PolicySetting(FactorKinds.all)
  /// In place of what the device's record says, in time steps on each side.
  public var window: PolicySetting<UInt32>?
  /// In place of what the device's record says.
  public var lookAhead: PolicySetting<UInt32>?
  public var throttle = PolicySetting(Throttle.standard)
  /// A sentence that people are told before they are asked.
  public var notice: PolicySetting<[UInt8]>?
  public var whoseFactor = PolicySetting(WhoseFactor.target)
  /// In which language people are told something.
  public var language = PolicySetting(MessageLanguage.english)
  /// The longest bypass that may be granted, in seconds.
  public var longestBypass = PolicySetting<UInt64>(86_400)
  /// Whether a login may find a device again by two codes in a row.
  public var resync = PolicySetting(AutomaticResync.allow)
  /// Whether the unenrolled can enrol at a login.
  public var enroll = PolicySetting(EnrolmentRule.no)
  /// Whom people are to ask, in place of their administrator; with placeholders.
  public var contact: PolicySetting<[UInt8]>?
  /// By which ways codes can be sent.
  public var deliveries: [DeliveryName] = []
  /// Whether a command is told of changes.
  public var notifies = false
  /// For how many seconds a security key is waited for.
  public var touch = PolicySetting(SecurityKeyWait.standard)
  /// Which models of security key count at the machine; all, where nothing is said.
  public var keyModels: PolicySetting<SecurityKeyModels>?
  /// Where users are looked after; one for the whole host.
  public var store = StoreKind.files
  /// What counts while the directory is away.
  public var offline = OfflineRule.deny

  public init() {}

  public init(mode: EnforcementMode, _ source: PolicySource = .builtIn) {
    self.mode = PolicySetting(mode, source)
  }

  /// Whether a security key at the machine is of a model that counts.
  public func counts(_ key: SecurityKeyParameters) -> Bool {
    keyModels?.value.allow(key.model) ?? true
  }

  /// Whether there is an `EnrollBy` whose day has not come.
  func isBeforeEnrollBy(_ moment: LocalMoment?) -> Bool {
    guard let enrollBy, let moment else { return false }
    return moment.date.days(until: enrollBy.value) != nil
  }

  /// The decision. A user without an account is asked like everybody else: nobody learns who exists.
  ///
  /// - Parameter moment: needed only where ``enrollBy`` is set.
  public func decide(_ enrolment: Enrolment, moment: LocalMoment?) -> PolicyDecision {
    switch (mode.value, enrolment) {
    case (.disabled, _): return .skip(.disabledHere(mode.source))
    case (.enrolled, .none): return .skip(.notEnrolled(mode.source))
    case (.enrolled, .enrolled), (.enrolled, .unknownUser), (.mandatory, .enrolled), (.mandatory, .unknownUser):
      return .require
    case (.mandatory, .none):
      guard let enrollBy, let moment, let days = moment.date.days(until: enrollBy.value) else { return .require }
      return .skip(.mustEnroll(days: days, enrollBy.source))
    }
  }
}
