import Countersign

/// Looks for a security key of the user that signs: the one that sshd has verified, then those at the machine, then
/// those in the SSH agent of whoever calls.
struct KeyInquiry {
  let order: CompanionOrder
  let search: KeySearch

  /// - Returns: the last packet.
  func conduct(with person: borrowing Person) throws(Silence) -> [UInt8] {
    let devices: [Device]
    do throws(StoreFailure) {
      let store = try UserStore(StoreLocation(root: order.root))
      guard let record = try store.record(of: order.user), record.uid == order.uid else {
        return [KeyEnding.noKey.rawValue]
      }
      devices = record.devices.filter { search.devices.contains($0.id) }
      if let evidence = try verifiedBySSHD(devices, store) { return evidence.ending }
    } catch {
      CompanionLog(order).keyNotAsked(error)
      return [KeyEnding.failed.rawValue]
    }
    return try ask(devices, person)
  }

  private func verifiedBySSHD(
    _ devices: [Device], _ store: borrowing UserStore
  ) throws(StoreFailure) -> KeyEvidence? {
    guard !search.authenticationInfo.isEmpty else { return nil }
    for device in devices {
      guard case .agent(let parameters) = device.kind else { continue }
      let secret = try store.secret(of: device, of: order.user)
      if let credential = SecurityKeyCredential(secret.bytes, parameters.algorithm),
        let key = SSHPublicKey(parameters, credential.publicKey), key.isVerified(by: search.authenticationInfo)
      {
        return KeyEvidence(verifiedBySSHD: device.id, SecretMark(of: secret.bytes))
      }
    }
    return nil
  }

  /// Asks one kind of key after the other. What ends the search at once is a signature, and a wrong PIN: the next one
  /// would have to be typed for another key. Otherwise the last that was there tells what became of it.
  private func ask(_ devices: [Device], _ person: borrowing Person) throws(Silence) -> [UInt8] {
    var last = [KeyEnding.noKey.rawValue]
    let atTheMachine = devices.filter { if case .fido2 = $0.kind { true } else { false } }.map(\.id)
    if !atTheMachine.isEmpty {
      last = try askAtTheMachine(atTheMachine, person)
      if isFinal(last) { return last }
    }
    let inAgents = devices.filter { if case .agent = $0.kind { true } else { false } }.map(\.id)
    if !inAgents.isEmpty, !search.agentSocket.isEmpty {
      let ending = try askAgent(inAgents, person)
      if ending != [KeyEnding.noKey.rawValue] { last = ending }
    }
    return last
  }

  private func isFinal(_ ending: [UInt8]) -> Bool {
    ending.first == KeyEnding.signed.rawValue || ending.first == KeyEnding.wrongPIN.rawValue
  }

  private func askAtTheMachine(_ devices: [UInt32], _ person: borrowing Person) throws(Silence) -> [UInt8] {
    try KeyCheck(order: order, devices: devices, wait: search.wait).conduct(with: person)
  }

  private func askAgent(_ devices: [UInt32], _ person: borrowing Person) throws(Silence) -> [UInt8] {
    let check = AgentCheck(
      order: order, devices: devices, wait: search.wait, socket: search.agentSocket, caller: search.caller)
    return try check.conduct(with: person)
  }
}
