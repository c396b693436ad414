import Countersign

/// The store as an enrolment at login uses it.
struct EnrolmentPlace: ~Copyable {
  private let store: UserStore
  private let order: CompanionOrder
  /// `nil` for a user of whom nothing is stored.
  private let record: UserRecord?

  init(_ order: CompanionOrder) throws(EnrolmentTrouble) {
    self.order = order
    do throws(StoreFailure) {
      let store = try UserStore(StoreLocation(root: order.root))
      record = try store.record(of: order.user)
      self.store = store
    } catch {
      throw .store(error)
    }
  }

  /// Whether there is a ticket that holds now.
  var hasTicket: Bool {
    guard let ticket = record?.ticket, let now = try? Clock.now() else { return false }
    return ticket.holds(at: now)
  }

  /// Checks a ticket that was typed here and not at the module's own question; a wrong one counts as there.
  ///
  /// - Returns: its mark.
  borrowing func takes(_ answer: Span<UInt8>) throws(EnrolmentTrouble) -> UInt32 {
    let now = try EnrolmentPlace.time()
    let throttle: Throttle
    do throws(StoreFailure) {
      throttle = try Policy.ofHost(StoreLocation(root: order.root)).globalSettings.throttle.value
    } catch {
      throw .store(error)
    }
    do throws(AdministrationFailure) {
      let outcome = try store.checkTicket(answer, of: order.user, now: now, throttle: throttle)
      if case .ticket(let mark) = outcome { return mark }
    } catch {
      throw .administration(error)
    }
    throw .wrongTicket
  }

  /// Stores the device as the user's first one.
  borrowing func store(
    _ new: borrowing NewKey, _ beginning: FirstMoment, byTicket ticket: UInt32
  ) throws(EnrolmentTrouble) -> Device {
    guard let name = DeviceName(Array("phone".utf8)) else { throw .impossible }
    let now = try EnrolmentPlace.time()
    let device = UserStore.NewDevice(
      kind: new.kind, name: name, created: now, nextMovingFactor: beginning.nextMovingFactor, drift: beginning.drift)
    do throws(AdministrationFailure) {
      return try store.enrollFirst(
        order.user, uid: order.uid, device: device, secret: new.secret.bytes, ticket: ticket == 0 ? nil : ticket)
    } catch {
      throw .administration(error)
    }
  }

  /// Makes recovery codes and stores them, if the device is still there and no others are.
  borrowing func addRecoveryCodes(toDeviceOf mark: SecretMark) throws(EnrolmentTrouble) -> RecoveryCodes {
    let codes: RecoveryCodes
    do throws(SystemFailure) { codes = try RecoveryCodes() } catch { throw .system(error) }
    let now = try EnrolmentPlace.time()
    do throws(AdministrationFailure) {
      try store.add(recoveryCodes: codes, of: order.user, toDeviceOf: mark, created: now)
    } catch {
      throw .administration(error)
    }
    return codes
  }

  private static func time() throws(EnrolmentTrouble) -> UInt64 {
    do throws(SystemFailure) { return try Clock.now() } catch { throw .system(error) }
  }
}
