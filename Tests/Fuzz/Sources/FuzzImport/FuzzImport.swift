import Countersign
import ForeignFormats
import FuzzInput

/// Foreign files in every format: whatever they hold, each reader comes to an end, says something of it, and gives only
/// devices that can be stored.
@c(LLVMFuzzerTestOneInput)
public func fuzzImport(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let text = input.remainder()
  let context = ImportContext(file: Array("file".utf8), now: 1_795_503_004)
  _ = ImportFormat.detect(text.span)
  for format in ImportFormat.allCases {
    let file = format.read(text.span, context)
    Claim.check(!file.tokens.isEmpty || !file.findings.isEmpty, "something is said of every file")
    for token in file.tokens { check(token) }
    for finding in file.findings {
      guard case .refused(let reason, let hint) = finding.outcome else { continue }
      Claim.check(!reason.isEmpty && !hint.isEmpty, "a refusal says why and what can be done")
    }
  }
  return 0
}

private func check(_ token: ImportedToken) {
  Claim.check((10...128).contains(token.secret.secret.count), "a secret has a length that can be stored")
  Claim.check(token.drift.magnitude <= 1_500, "a clock is not further off than resynchronisation looks")
  Claim.check(token.scratchCodes.count <= 8_192, "there are not more codes than lines")
  if case .hotp = token.kind { Claim.check(token.drift == 0, "event-based devices have no clock") }
}
