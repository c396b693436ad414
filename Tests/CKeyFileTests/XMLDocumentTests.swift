import Countersign
import Testing

@testable import CKeyFile

@Suite struct XMLDocumentTests {
  private func flaw(_ text: String, _ limits: XMLLimits = XMLLimits()) -> XMLFlaw? {
    let bytes = Array(text.utf8)
    do {
      _ = try XMLDocument(bytes.span, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test("Elements have their namespace whatever the prefix, their line, and their text without white space")
  func tree() throws {
    let text = Array(
      """
      <?xml version="1.0" encoding="ISO-8859-1"?>
      <!-- <not> an element -->
      <a:one xmlns:a="urn:x" xmlns="urn:y" p="1" a:q="2">
        <two>  <![CDATA[t&]]>&lt;&#65;
        </two>
        <a:two/>dropped
      </a:one>
      """.utf8)
    let document = try XMLDocument(text.span)
    let root = document.root
    #expect(root.name.equals("one") && root.namespace.equals("urn:x") && root.line == 3)
    #expect(root.attribute("p").map { $0.equals("1") } == true && root.attribute("q") == nil)
    let children = document.children(of: root)
    #expect(children.map(\.line) == [4, 6] && children.allSatisfy { $0.name.equals("two") })
    #expect(children[0].namespace.equals("urn:y") && children[1].namespace.equals("urn:x"))
    #expect(Array(copying: document.text(of: children[0])) == Array("t&<A".utf8))
    #expect(document.text(of: children[1]).isEmpty && document.text(of: root).isEmpty)
    #expect(document.contains { $0.line == 6 } && !document.contains { $0.line == 5 })
  }

  @Test(
    "A document type is refused, whatever it declares",
    arguments: [
      "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
      "\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/shadow\">]><a>&x;</a>",
      "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>",
    ])
  func doctype(text: String) {
    guard case .doctype = flaw(text) else {
      Issue.record("\(String(describing: flaw(text)))")
      return
    }
  }

  @Test("What is not well formed says where and why, in expat's words", arguments: [
    ("", "no element found"), ("<a>", "no element found"), ("<a></b>", "mismatched tag"),
    ("<a>&x;</a>", "undefined entity"),
    ("<a b='1' b='2'/>", "duplicate attribute"), ("<x:a/>", "unbound prefix"), ("<a/><b/>", "junk after document element"),
    ("hello", "syntax error"), ("<a>\u{1}</a>", "not well-formed (invalid token)"),
  ])
  func malformed(text: String, reason: String) {
    #expect(flaw("\n" + text) == .malformed(line: 2, reason: Array(reason.utf8)))
  }

  @Test("UTF-16 with its mark is read, with characters that are longer in UTF-8 too; other encodings are none")
  func encodings() throws {
    let characters = String(repeating: "\u{4E2D}", count: 1_000)
    let wide: [UInt8] = [0xFF, 0xFE] + "<a>\(characters)</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let document = try XMLDocument(wide.span)
    #expect(Array(copying: document.text(of: document.root)) == Array(characters.utf8))
    let latin: [UInt8] = [0x3C, 0x61, 0x3E, 0xE4, 0x3C, 0x2F, 0x61, 0x3E]
    do {
      _ = try XMLDocument(latin.span)
      Issue.record("read")
    } catch {
      #expect(error == .malformed(line: 1, reason: Array("not well-formed (invalid token)".utf8)))
    }
  }

  @Test("Depth, elements, attributes and text have bounds")
  func limits() {
    var limits = XMLLimits()
    limits.depth = 3
    limits.elements = 4
    limits.attributes = 8
    limits.text = 5
    #expect(flaw("<a><a><a/></a></a>", limits) == nil)
    #expect(flaw("<a><a>\n<a><a/></a></a></a>", limits) == .tooDeep(line: 2))
    #expect(flaw("<a><a/><a/><a/></a>", limits) == nil)
    #expect(flaw("<a><a/><a/><a/>\n<a/></a>", limits) == .tooManyElements(line: 2))
    #expect(flaw("<a b='1234567'/>", limits) == nil)
    #expect(flaw("<a b='123' c='456'/>", limits) == nil)
    #expect(flaw("<a b='123' c='4567'/>", limits) == .tooLong(line: 1))
    #expect(flaw("<a>12345</a>", limits) == nil)
    #expect(flaw("<a>123&lt;5&gt;</a>", limits) == .tooLong(line: 1))
  }
}
