import Countersign

/// Looks whether the host key is being replaced.
enum RotationProbe {
  static func check(_ location: StoreLocation) -> RotationCheck {
    do throws(KeyRotationFailure) {
      return RotationCheck(state: try KeyRotation(location).isUnderWay ? .underWay : .finished)
    } catch {
      // Whatever else is wrong with the store is told elsewhere.
      return RotationCheck(state: error == .alreadyRunning ? .atWork : .finished)
    }
  }
}
