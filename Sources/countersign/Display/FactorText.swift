import Countersign
import Words

/// A factor in words.
enum FactorText {
  static func name(_ factor: FactorPreview.Factor) -> String {
    switch factor {
    case .device(_, let name, _): DisplayText.of(name)
    case .recoveryCodes: said("recovery codes")
    case .temporaryCode: said("temporary code")
    }
  }

  /// As a policy and JSON call it.
  static func kind(_ factor: FactorPreview.Factor) -> String {
    switch factor {
    case .device(_, _, let kind): kind.name.description
    case .recoveryCodes: "recovery"
    case .temporaryCode: "temporary"
    }
  }
}
