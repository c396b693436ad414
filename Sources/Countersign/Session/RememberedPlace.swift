/// Where a success of this login would be remembered, or has been, and by which rule.
struct RememberedPlace {
  let place: LoginPlace
  let rule: RememberRule
  let source: PolicySource
}

extension PolicySettings {
  /// - Returns: `nil` where nothing is remembered, or the login has no such place.
  func rememberedPlace(of request: LoginRequest) -> RememberedPlace? {
    guard let remember, remember.value.duration > 0 else { return nil }
    // The name of another host is no address, and what is at the terminal there is not at this one.
    guard request.numericAddress != nil || (request.address ?? []).isEmpty else { return nil }
    // In a directory the terminals of all hosts are remembered.
    let host = DirectoryStore.isUsable && store == .directory ? Host.name : []
    let place = LoginPlace(
      address: request.numericAddress, terminal: request.terminal, of: host, remember.value.place)
    return place.map { RememberedPlace(place: $0, rule: remember.value, source: remember.source) }
  }
}
