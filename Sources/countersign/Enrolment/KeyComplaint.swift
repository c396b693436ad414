import Countersign
import SecurityKeys
import Words

/// Why a security key was not enrolled.
enum KeyComplaint {
  static func of(_ outcome: KeyOutcome, at location: StoreLocation) -> Complaint {
    switch outcome {
    case .noKey:
      return Complaint("no security key was plugged in", hint: "plug one in that knows FIDO2, and run it again")
    case .failed(let failure, let triesLeft): return of(failure, triesLeft: triesLeft)
    case .programFailed, .left, .signed, .made:
      let places = location.securityKeyPlaces.map { DisplayText.of($0.bytes) }
      return Complaint(
        "the program that talks to security keys failed",
        hint: "it has to be at \(places.first ?? "") or \(places.last ?? ""); the installation may be incomplete")
    }
  }

  /// - Parameter model: of a key that the policy does not count.
  static func model(_ model: [UInt8]?) -> Complaint {
    guard let model else {
      return Complaint(
        "the policy names the models of keys that count, and this key does not prove which it is",
        hint: "nothing was stored; take a key whose maker vouches for its model")
    }
    return Complaint(
      "keys of the model \(SecurityKeyText.model(model)) do not count here",
      hint: "nothing was stored; take another key, or add the model to KeyModels in countersign.conf")
  }

  private static func of(_ failure: KeyFailure, triesLeft: UInt8?) -> Complaint {
    switch failure {
    case .noTouch: Complaint("nobody touched the key in time", hint: "nothing was stored; run it again")
    case .wrongPIN:
      Complaint(
        "that is not the PIN of the key",
        hint: triesLeft.map {
          Message(
            "nothing was stored; 1 try is left before the key is blocked",
            "nothing was stored; \($0) tries are left before the key is blocked", count: Int($0))
        } ?? "nothing was stored; too many wrong ones block the key")
    case .pinBlocked:
      Complaint("the PIN of the key is blocked", hint: "fido2-token -R resets the key, and all that is on it is lost")
    case .pinPaused:
      Complaint("too many wrong PINs in a row", hint: "unplug the key, plug it in again, and run it again")
    case .noPIN:
      Complaint("the key has no PIN", hint: "fido2-token -S sets one; or leave --pin out")
    case .unknownFinger: Complaint("the key does not know that finger", hint: "nothing was stored; run it again")
    case .excluded:
      Complaint("this key is enrolled already for this user", hint: "plug in another one, or remove its device first")
    case .unsupported:
      Complaint("the key cannot do that", hint: "leave --resident out, or try another --algorithm")
    case .full:
      Complaint("the key has no room for another credential", hint: "leave --resident out, or make room on the key")
    case .gone: Complaint("the key was pulled out", hint: "nothing was stored; run it again")
    case .noCredential, .failed:
      Complaint("the key did not do what it was asked for", hint: "nothing was stored; try another key")
    }
  }
}
