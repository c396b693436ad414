import Countersign

/// What may be told of a reset.
struct ResetFacts: Encodable {
  let time: String
  let by: String
  let reason: String

  init(_ mark: ResetMark) {
    time = TimeText.always(mark.time)
    by = DisplayText.of(mark.by)
    reason = DisplayText.of(mark.reason.bytes)
  }
}
