extension UserState {
  /// The success that stands in for the factor at this place, if one does.
  public func remembers(_ place: LoginPlace, rule: RememberRule, now: UInt64) -> RememberedSuccess? {
    remembered.first {
      $0.place == place && $0.serviceSet == rule.serviceSet && $0.counts(at: now, for: rule.duration)
    }
  }

  /// Remembers a success. An older one of the same place and services goes, else, where there is no room, the oldest
  /// of all; one in the future counts as older still.
  public mutating func remember(_ place: LoginPlace, service: [UInt8], rule: RememberRule, now: UInt64) {
    let success = RememberedSuccess(since: now, serviceSet: rule.serviceSet, place: place, service: service)
    if let same = remembered.firstIndex(where: { $0.place == place && $0.serviceSet == rule.serviceSet }) {
      remembered[same] = success
    } else if remembered.count < RememberedSuccess.most {
      remembered.append(success)
    } else if let oldest = remembered.indices.min(by: {
      UserState.age(remembered[$0], now) > UserState.age(remembered[$1], now)
    }) {
      remembered[oldest] = success
    }
  }

  private static func age(_ success: RememberedSuccess, _ now: UInt64) -> UInt64 {
    success.since <= now ? now - success.since : .max
  }
}
