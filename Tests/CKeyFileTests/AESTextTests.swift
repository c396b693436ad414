import Countersign
import OATH
import Testing
import VectorFiles

@testable import CKeyFile

@Suite struct AESTextTests {
  @Test("AES-CBC vectors", arguments: try VectorFile.all(in: "aes-cbc", required: ["key", "text", "expect"]))
  func cbc(_ vector: VectorFile) throws {
    let (key, text) = try (vector.bytes("key"), vector.bytes("text"))
    let opened = Array(opened: try AESText.openCBC(text.span, key: key.span))
    #expect(opened == (try vector.text("expect") == "nothing" ? nil : vector.bytes("expect")))
    guard let opened, !vector.name.hasPrefix("random") else { return }
    #expect(try AESText.sealCBC(opened.span, key: key.span, vector: Array(text.prefix(16))) == text)
  }

  @Test("AES key wrap vectors", arguments: try VectorFile.all(in: "key-wrap", required: ["key", "text", "expect"]))
  func unwrap(_ vector: VectorFile) throws {
    let (key, text) = try (vector.bytes("key"), vector.bytes("text"))
    let opened = Array(opened: try AESText.unwrap(text.span, key: key.span))
    #expect(opened == (try vector.text("expect") == "nothing" ? nil : vector.bytes("expect")))
  }

  @Test("No key of another length seals or opens", arguments: [0, 1, 15, 17, 31, 33, 64])
  func keyLengths(length: Int) throws {
    let (key, text) = ([UInt8](repeating: 1, count: length), [UInt8](repeating: 2, count: 32))
    #expect(Array(opened: try AESText.openCBC(text.span, key: key.span)) == nil)
    #expect(Array(opened: try AESText.unwrap(text.span, key: key.span)) == nil)
    #expect(try AESText.sealCBC(text.span, key: key.span, vector: Array(text.prefix(16))) == nil)
  }
}

extension Array<UInt8> {
  init(copying span: Span<UInt8>) { self = span.indices.map { span[$0] } }

  /// What a vector says is opened; secrets elsewhere are never copied.
  init?(opened secret: consuming SecretBytes?) {
    switch secret {
    case .none: return nil
    case .some(let secret): self.init(copying: secret.bytes)
    }
  }
}
