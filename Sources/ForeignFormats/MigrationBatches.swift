/// Which parts of exports have been seen.
struct MigrationBatches {
  /// One QR code of an export.
  struct Part {
    /// Of how many parts; 0 where nothing is said.
    var count: UInt64 = 0
    /// From 0.
    var index: UInt64 = 0
    /// Which export it belongs to.
    var export: UInt64 = 0
  }

  private struct Batch {
    let export: UInt64
    let count: UInt64
    var seen: Set<UInt64>
  }

  private var batches: [Batch] = []

  /// More QR codes than this has no export.
  private static let mostParts: UInt64 = 1_000

  /// Notes a part.
  ///
  /// - Returns: whether its number is one of its export.
  mutating func add(_ part: Part) -> Bool {
    let count = max(part.count, 1)
    guard part.index < count, count <= MigrationBatches.mostParts else { return false }
    if let index = batches.firstIndex(where: { $0.export == part.export && $0.count == count }) {
      batches[index].seen.insert(part.index)
    } else {
      batches.append(Batch(export: part.export, count: count, seen: [part.index]))
    }
    return true
  }

  /// The parts, counted from 1, that exports should have and nobody has seen.
  var missing: [(number: UInt64, count: UInt64)] {
    batches.flatMap { batch in
      (0..<batch.count).filter { !batch.seen.contains($0) }.map { ($0 + 1, batch.count) }
    }
  }
}
