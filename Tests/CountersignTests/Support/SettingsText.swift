@testable import Countersign

/// Settings and decisions as the vector files write them.
enum SettingsText {
  static let builtIn = of(PolicySettings())

  /// By keyword: the value and what set it.
  static func of(_ settings: PolicySettings) -> [String: String] {
    var text = ["mode": "\(settings.mode.value) \(source(settings.mode.source))"]
    text["factors"] = kinds(settings.factors.value) + " " + source(settings.factors.source)
    let throttle = settings.throttle.value
    text["throttle"] =
      "\(throttle.firstWaitAt) \(throttle.firstWait) \(throttle.longestWait) \(throttle.lockAt) "
      + "\(throttle.lockDuration) \(throttle.disableAt) \(source(settings.throttle.source))"
    text["whose-factor"] = "\(settings.whoseFactor.value) \(source(settings.whoseFactor.source))"
    text["language"] = "\(settings.language.value.tag) \(source(settings.language.source))"
    text["longest-bypass"] = "\(settings.longestBypass.value) \(source(settings.longestBypass.source))"
    text["resync"] = "\(settings.resync.value) \(source(settings.resync.source))"
    text["enroll"] = "\(settings.enroll.value) \(source(settings.enroll.source))"
    text["prompt"] = settings.prompt.map { "\"\(String(decoding: $0.value, as: UTF8.self))\" \(source($0.source))" }
    text["notice"] = settings.notice.map { "\"\(String(decoding: $0.value, as: UTF8.self))\" \(source($0.source))" }
    text["contact"] = settings.contact.map { "\"\(String(decoding: $0.value, as: UTF8.self))\" \(source($0.source))" }
    text["remember"] = settings.remember.map {
      "\($0.value.duration) \(place($0.value.place)) \(source($0.source))"
    }
    text["touch"] = "\(settings.touch.value) \(source(settings.touch.source))"
    if let models = settings.keyModels {
      let known = [UInt8](repeating: 0xAB, count: 16)
      text["key-models"] = "\(models.value.allow(known)) \(models.value.allow(nil)) \(source(models.source))"
    }
    text["store"] = "\(settings.store)"
    text["offline"] = "\(settings.offline)"
    text["window"] = settings.window.map { "\($0.value) \(source($0.source))" }
    text["look-ahead"] = settings.lookAhead.map { "\($0.value) \(source($0.source))" }
    text["enroll-by"] = settings.enrollBy.map { "\(date($0.value)) \(source($0.source))" }
    return text
  }

  static func of(_ decision: PolicyDecision) -> String {
    switch decision {
    case .require: "require"
    case .skip(.mustEnroll(let days, let by)): "must-enrol \(source(by)) in \(days)"
    case .skip(let reason): "\(reason.name) \(reason.source.map { source($0) } ?? "-")"
    }
  }

  private static func source(_ source: PolicySource) -> String { String(decoding: source.text, as: UTF8.self) }

  private static func place(_ place: RememberRule.Place) -> String {
    switch place {
    case .either: "either"
    case .sameAddress: "address"
    case .sameTerminal: "terminal"
    }
  }

  private static func kinds(_ kinds: FactorKinds) -> String {
    let names = [
      (FactorKinds.totp, "totp"), (.hotp, "hotp"), (.yubicoOTP, "yubico-otp"), (.ocra, "ocra"), (.sent, "sent"),
      (.fido2, "fido2"), (.agent, "agent"), (.sshKey, "sk-ssh"),
      (.recoveryCodes, "recovery"), (.temporaryCodes, "temporary"),
    ]
    return names.filter { kinds.contains($0.0) }.map(\.1).joined(separator: ",")
  }

  /// Found by trying, so that it does not share the arithmetic under test.
  private static func date(_ date: PolicyDate) -> String {
    for year in 2026...2027 {
      for month in 1...12 {
        for day in 1...31 {
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
          if PolicyDate(Array(text.utf8)[...]) == date { return text }
        }
      }
    }
    return "another year"
  }
}
