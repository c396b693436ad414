import Countersign
import Words

/// How a security key is described.
enum SecurityKeyText {
  /// `security key, es256, for pam://host, touch and PIN`.
  static func of(_ parameters: SecurityKeyParameters, _ kind: String) -> String {
    let party = said("for \(DisplayText.of(parameters.relyingParty))", context: "security key")
    var parts = [kind, "\(parameters.algorithm.name)", party]
    parts.append(demand(parameters.demands))
    if parameters.demands.contains(.resident) { parts.append(said("kept in the key")) }
    if let model = parameters.model { parts.append(said("model \(self.model(model))")) }
    return Enumeration.of(parts)
  }

  private static func demand(_ demands: SecurityKeyDemands) -> String {
    switch (demands.contains(.touch), demands.contains(.verification)) {
    case (true, true): said("touch and PIN")
    case (true, false): said("touch")
    case (false, true): said("PIN without a touch")
    case (false, false): said("no touch")
    }
  }

  /// As `--json` has them.
  static func demands(_ demands: SecurityKeyDemands) -> [String] {
    [(SecurityKeyDemands.touch, "touch"), (.verification, "verification"), (.resident, "resident")]
      .filter { demands.contains($0.0) }.map(\.1)
  }

  /// An AAGUID as it is usually written: `2fc0579f-8113-47ea-b116-bb5a8db9202a`.
  static func model(_ bytes: [UInt8]) -> String {
    let digits = String(decoding: Hex.encode(bytes), as: UTF8.self).lowercased()
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }
}
