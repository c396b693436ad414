import Testing

@testable import Countersign

/// What is done for a user who is to be moved, whatever was interrupted before.
@Suite struct MigrationPlanTests {
  private typealias Mark = MigrationPlan.Mark

  private func plan(
    _ destination: MigrationPlan.Destination, files: Bool, _ mark: MigrationPlan.Mark, _ generation: UInt64?
  ) throws -> MigrationPlan {
    try MigrationPlan.plan(to: destination, isInFiles: files, mark: mark, generation: generation)
  }

  @Test("Into the directory")
  func moveIn() throws {
    for mark in [Mark.none, .begun, .record] {
      #expect(try plan(.directory, files: true, mark, nil) == .moveIn(clears: false))
    }
    for mark in [Mark.begun, .record] {
      #expect(try plan(.directory, files: true, mark, 0) == .moveIn(clears: true))
      #expect(try plan(.directory, files: false, mark, 0) == .admit)
      #expect(try plan(.directory, files: false, mark, 9) == .tidy)
    }
    #expect(try plan(.directory, files: false, .none, 9) == .nothing)
  }

  @Test("Out of the directory")
  func moveOut() throws {
    for mark in [Mark.none, .begun, .record] { #expect(try plan(.files, files: false, mark, 9) == .moveOut) }
    for mark in [Mark.begun, .record] {
      #expect(try plan(.files, files: false, mark, 0) == .settle)
      #expect(try plan(.files, files: true, mark, 0) == .drop)
      #expect(try plan(.files, files: true, mark, nil) == .tidy)
    }
    #expect(try plan(.files, files: true, .none, nil) == .nothing)
  }

  @Test("What this host has not begun is left alone", arguments: [
    (MigrationPlan.Destination.directory, true), (.directory, false), (.files, true), (.files, false),
  ])
  func elsewhere(destination: MigrationPlan.Destination, isInFiles: Bool) {
    #expect(throws: MigrationFailure.begunElsewhere) { try plan(destination, files: isInFiles, .none, 0) }
  }

  @Test("Who is in both places, or in none, is moved nowhere")
  func refusals() {
    for destination in [MigrationPlan.Destination.directory, .files] {
      for mark in [Mark.none, .begun, .record] {
        #expect(throws: MigrationFailure.inBoth) { try plan(destination, files: true, mark, 3) }
      }
      #expect(throws: MigrationFailure.takenAway) { try plan(destination, files: false, .record, nil) }
      for mark in [Mark.none, .begun] {
        #expect(throws: MigrationFailure.notEnrolled) { try plan(destination, files: false, mark, nil) }
      }
    }
  }
}
