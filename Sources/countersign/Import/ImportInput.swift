import Countersign
import ForeignFormats
import Words

/// One file of an import, as it was read.
final class ImportInput {
  /// As the command line has it.
  let name: [UInt8]
  /// Whose it is, where it lies in somebody's home.
  let owner: [UInt8]?
  let content: SecretBytes

  /// In bytes; a list of 20,000 hardware tokens has a tenth of it.
  static let largestSize: UInt64 = 8_388_608

  init(name: [UInt8], owner: [UInt8]? = nil, content: consuming SecretBytes) {
    self.name = name
    self.owner = owner
    self.content = content
  }

  /// Reads a file; `-` is standard input.
  convenience init(_ path: String) throws(Complaint) {
    let name = Array(path.utf8)
    let content = path == "-" ? try ImportInput.standardInput() : try ImportInput.file(name)
    self.init(name: name, content: content)
  }

  /// All of it, for what is no secret.
  var bytes: [UInt8] { ImportInput.bytes(of: content) }

  private static func bytes(of content: borrowing SecretBytes) -> [UInt8] {
    content.bytes.indices.map { content.bytes[$0] }
  }

  /// The devices in it.
  func read(as format: ImportFormat, _ context: ImportContext) -> ImportedFile {
    ImportInput.read(content, format, context)
  }

  /// What it needs to be opened.
  func need(as format: ImportFormat) -> ImportNeed { ImportInput.need(of: content, format) }

  private static func need(of content: borrowing SecretBytes, _ format: ImportFormat) -> ImportNeed {
    format.need(of: content.bytes)
  }

  /// The format that it looks like.
  var format: ImportFormat? { ImportInput.format(of: content) }

  private static func read(
    _ content: borrowing SecretBytes, _ format: ImportFormat, _ context: ImportContext
  ) -> ImportedFile {
    format.read(content.bytes, context)
  }

  private static func format(of content: borrowing SecretBytes) -> ImportFormat? {
    ImportFormat.detect(content.bytes)
  }

  private static func file(_ name: [UInt8]) throws(Complaint) -> SecretBytes {
    let shown = DisplayText.of(name)
    let file = try Complaint.attempting("cannot open \(shown)") { () throws(SystemFailure) in
      try FileDescriptor.open(FilePath(name), .readThroughLinks)
    }
    let status = try Complaint.attempting("cannot look at \(shown)") { () throws(SystemFailure) in try file.status() }
    guard status.isRegularFile else {
      throw Complaint("\(shown) is no regular file", hint: "- as the file reads standard input")
    }
    guard status.size <= largestSize else { throw tooLarge(shown) }
    return try Complaint.attempting("cannot read \(shown)") { () throws(SystemFailure) in
      var content = try SecretBytes(capacity: max(Int(status.size), 1))
      content.resize(to: Int(status.size))
      var room = content.mutableBytes
      let count = try file.read(into: &room)
      content.resize(to: count)
      return content
    }
  }

  private static func standardInput() throws(Complaint) -> SecretBytes {
    let content = try Complaint.attempting("cannot read standard input") { () throws(SystemFailure) in
      var content = try SecretBytes(capacity: Int(largestSize) + 1)
      var piece = try SecretBytes(capacity: 65_536)
      while true {
        piece.resize(to: piece.capacity)
        var room = piece.mutableBytes
        piece.resize(to: try StandardStream.input.read(into: &room))
        guard piece.count > 0, content.append(piece.bytes) else { break }
      }
      // What does not fit any more is too much.
      content.resize(to: piece.count > 0 ? content.capacity : content.count)
      return content
    }
    guard content.count < content.capacity else { throw tooLarge(said("standard input")) }
    return content
  }

  private static func tooLarge(_ what: String) -> Complaint {
    Complaint("\(what) has more than \(largestSize / 1_048_576) MiB", hint: "split it")
  }
}
