extension AnswerCheck {
  /// Has the `Notify` command told of what a login did to the factors of its user; the login does not wait for it.
  ///
  /// - Parameter locked: the factor that the answer has locked.
  func announce(_ outcome: FactorOutcome, locked: FactorLabel?, of user: UserName) {
    guard settings.notifies else { return }
    if DirectoryStore.isUsable, location.choice == .breakGlass, case .accepted = outcome {
      ChangeAnnouncement(.offlineLogin, of: user, at: request).start(at: location)
    }
    if case .accepted(.recoveryCode) = outcome {
      ChangeAnnouncement(.recoveryCodeUsed, of: user, at: request).start(at: location)
    }
    if let locked {
      var name: [UInt8] = []
      if case .device(_, let device, _) = locked { name = device.bytes }
      ChangeAnnouncement(.lockedOut, of: user, at: request, device: name).start(at: location)
    }
  }
}
