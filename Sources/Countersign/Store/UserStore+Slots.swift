extension UserStore {
  /// Whether both slots of a user's state are as they were written. With one of them logins go on.
  public borrowing func hasBothSlots(of user: UserName) throws(StoreFailure) -> Bool {
    if DirectoryStore.isUsable, try directory(of: user) != nil { return true }
    let size = UInt64(StateFormat.fileSize)
    let file = try CheckedFile(
      UserStore.statePath(of: user), in: base, mode: .read, place: .state, owner: location.owner, sizes: size...size)
    if let slots = try? StateSlots(try file.content(place: .state), user: user), !slots.fellBack { return true }
    // It may just have been written; under its lock it is not.
    return try !lockState(of: user).fellBack
  }

  /// Writes the damaged slot of a user's state anew, from the one that serves. Changes nothing about what counts.
  ///
  /// - Returns: whether there was one.
  public borrowing func mendSlot(of user: UserName) throws(StoreFailure) -> Bool {
    var locked = try lockState(of: user)
    guard locked.fellBack else { return false }
    try locked.record(locked.state)
    return true
  }
}
