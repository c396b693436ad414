import CTestHost
import Foundation
import Testing

@testable import Countersign

/// Audit files of one test.
final class AuditBench: Sendable {
  static let time: UInt64 = 1_795_642_800
  static let file = TemporaryStore.audit + "/audit.jsonl"

  let store: TemporaryStore
  let audit: AuditFile

  init(limit: UInt64 = AuditFile.usualLimit, lockWait: UInt32 = 5) throws {
    store = try TemporaryStore()
    audit = AuditFile(
      store.location, limit: limit, lockWait: lockWait, clock: { () throws(SystemFailure) in Self.time })
  }

  static func request(_ user: String = "alice", address: String = "192.0.2.7") throws -> LoginRequest {
    LoginRequest(
      user: try TestRecord.user(user), service: Bytes.of("sshd"), address: Bytes.of(address), terminal: Bytes.of("ssh"))
  }

  /// A login that is told by its address.
  static func login(_ number: Int = 7) throws -> AuditEvent {
    .login(try request(address: "192.0.2.\(number)"), .refused(.wrongCode), userIsKnown: true)
  }

  /// Writes so many logins.
  func append(_ numbers: ClosedRange<Int>) throws {
    for number in numbers { try audit.append(try Self.login(number)) }
  }

  func bytes(_ number: Int = 0) throws -> [UInt8] {
    try store.folder.read(Self.file + (number == 0 ? "" : ".\(number)"))
  }

  func put(_ bytes: [UInt8], _ number: Int = 0) throws {
    try store.folder.write(bytes, to: Self.file + (number == 0 ? "" : ".\(number)"))
  }

  func names() throws -> Set<String> { try store.folder.names(in: TemporaryStore.audit) }

  /// The files there are, the oldest first.
  func files() throws -> [[UInt8]] {
    let names = try names()
    let numbers = (0...AuditFile.oldest).reversed()
    return try numbers.filter { names.contains($0 == 0 ? "audit.jsonl" : "audit.jsonl.\($0)") }.map { try bytes($0) }
  }

  static func verify(_ files: [[UInt8]], noted: [UInt8]? = nil) -> AuditVerification {
    var verification = AuditVerification(noted: noted)
    for file in files {
      verification.beginFile()
      var lines = file.split(separator: 10, omittingEmptySubsequences: false)
      let rest = lines.removeLast()
      for line in lines where !verification.take(line, isEnded: true) { return verification }
      if !rest.isEmpty, !verification.take(rest, isEnded: false) { return verification }
      verification.endFile()
    }
    return verification
  }

  func verify() throws -> AuditVerification { Self.verify(try files()) }

  /// The addresses of the logins in all files, in order: which lines are there, and whether one is there twice.
  func logins() throws -> [Int] {
    try files().flatMap { $0.split(separator: 10) }.compactMap { AuditLineFormat.read($0) }.compactMap { reading in
      reading.isKind(.login) ? reading.text("address").flatMap { Int(Bytes.text(Array($0)).dropFirst(8)) } : nil
    }
  }
}
