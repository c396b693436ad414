extension AnswerCheck {
  /// The devices of the user that count at this login.
  var answeringDevices: [Device] {
    guard case .enrolled(let read) = subject, let now = try? clock() else { return [] }
    var devices: [Device] = []
    for device in read.record.devices
    where device.disabled == nil && !device.isExpired(at: now)
      && settings.factors.value.count(device.kind, settings.deliveries)
    {
      devices.append(device)
    }
    return devices
  }

  /// Whether there are recovery codes or a temporary code that count at this login.
  var hasCodesOfNoDevice: Bool {
    guard let record = subject.record?.record else { return false }
    return record.recovery != nil && settings.factors.value.contains(.recoveryCodes)
      || record.temporary != nil && settings.factors.value.contains(.temporaryCodes)
  }

  /// What the companion is to do for the one whose factor is asked for.
  @inline(never)
  func order(_ purpose: CompanionOrder.Purpose, _ speech: LoginSpeech) -> CompanionOrder? {
    guard let record = subject.record?.record else { return nil }
    return CompanionOrder(purpose, request, user: record.user, uid: record.uid, root: location.root, speech)
  }
}
