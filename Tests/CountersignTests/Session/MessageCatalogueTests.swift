import Testing

@testable import Countersign

@Suite struct MessageCatalogueTests {
  private static let good = CompiledCatalogue.of([
    ("", "Language: de\n"), ("login\u{4}No.", "Nein."), ("login\u{4}Open.", ""), ("login\u{4}Yes.", "Ja."),
    ("plain", "einfach"),
  ])

  private func look(up message: String, in bytes: [UInt8]) -> String? {
    MessageCatalogue(bytes).map { Bytes.text(Array($0.translation(of: Bytes.of(message)))) }
  }

  @Test("Messages are found by context and text", arguments: [
    ("login\u{4}No.", "Nein."), ("login\u{4}Yes.", "Ja."), ("plain", "einfach"), ("login\u{4}Open.", ""),
    ("login\u{4}Yes", ""), ("login\u{4}Yes. ", ""), ("Yes.", ""), ("login\u{4}Zebra", ""),
  ])
  func found(message: String, translation: String) {
    #expect(look(up: message, in: Self.good) == translation)
  }

  @Test("What does not begin as a catalogue does is none")
  func foreign() {
    #expect(look(up: "plain", in: []) == nil)
    #expect(look(up: "plain", in: Bytes.of("#!/bin/sh\nexit 0\n")) == nil)
    for index in 0..<8 {
      var bytes = Self.good
      bytes[index] ^= 1
      #expect(look(up: "plain", in: bytes) == nil)
    }
    // What another kind of processor would make.
    #expect(look(up: "plain", in: [0x95, 0x04, 0x12, 0xDE] + Self.good.dropFirst(4)) == nil)
  }

  @Test("Cut off anywhere it has fewer messages, and never others")
  func cut() {
    for length in 0..<Self.good.count {
      let bytes = Array(Self.good.prefix(length))
      for (message, translation) in [("login\u{4}No.", "Nein."), ("login\u{4}Yes.", "Ja."), ("plain", "einfach")] {
        let found = look(up: message, in: bytes)
        #expect(found == nil || found == "" || found == translation)
      }
    }
  }

  @Test("Counts and places beyond the end lead to nothing", arguments: [8, 12, 16, 28, 32, 68, 72])
  func beyond(field: Int) {
    for number in [Self.good.count, Self.good.count + 1, 0x7FFF_FFFF, 0xFFFF_FFFF] {
      var bytes = Self.good
      bytes.replaceSubrange(field..<field + 4, with: CompiledCatalogue.number(number))
      let found = look(up: "login\u{4}Yes.", in: bytes)
      #expect(found == "" || found == "Ja.")
    }
  }
}
