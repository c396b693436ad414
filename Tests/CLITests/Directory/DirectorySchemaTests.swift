import Foundation
import Testing

@testable import countersign

/// The schema is printed as `pam/directory` has it.
@Suite struct DirectorySchemaTests {
  @Test("Both forms are those of the files", arguments: DirectorySchema.Form.allCases)
  func text(form: DirectorySchema.Form) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("pam/directory/countersign.\(form.rawValue)")
    #expect(try DirectorySchema.text(form) == String(contentsOf: file, encoding: .utf8))
    let printed = try CountersignCommandLine.run(["directory", "schema", "--format", form.rawValue])
    #expect(printed.outputText == DirectorySchema.text(form))
  }

  @Test("What is loaded is the same, and fits into one order")
  func attributes() {
    let values = DirectorySchema.attributes.flatMap(\.values).map { String(decoding: $0, as: UTF8.self) }
    let text = DirectorySchema.text(.ldif).replacingOccurrences(of: "\n ", with: "")
    for value in values { #expect(text.contains(value)) }
    #expect(values.count == 3 + DirectorySchema.definitions.count)
    #expect(values.joined().utf8.count < 16_384)
  }
}
