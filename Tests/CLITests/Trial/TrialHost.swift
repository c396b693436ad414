import Countersign
import Foundation
import LoginStacks
import Testing

@testable import countersign

/// Runs trials of stacks with the module as it ships, and a policy that is not this machine's.
final class TrialHost {
  let machine: StoreRoot

  /// The module under test.
  static let module: String = {
    if let named = ProcessInfo.processInfo.environment["COUNTERSIGN_MODULE"] { return named }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return package.appendingPathComponent(".build-embedded/release/libpam_countersign.so").path
  }()

  static let isRoot = UserDatabase.effectiveUser == 0

  init(policy: String = "Mode mandatory\n") throws {
    machine = try StoreRoot()
    try machine.write(policy: policy)
  }

  /// - Parameters:
  ///   - files: by name; `OURS` stands for our module, with more arguments behind it.
  ///   - named: whether the stack names the module by its file, and no other is given.
  func files(_ files: [String: String], module: String = "pam_countersign.so") -> [String: PAMFile] {
    Dictionary(uniqueKeysWithValues: files.map { name, text in
      let text = text.replacingOccurrences(of: "OURS", with: "\(module) root=\(machine.directory.path)")
      return (name, PAMFile(name: name, bytes: Array(text.utf8)))
    })
  }

  func run(
    _ files: [String: String], service: String? = nil, user: String = "nobody", origin: TrialOrigin = .remote
  ) throws -> TrialReport {
    let service = try service ?? #require(["sshd", "sudo", "su"].first { files[$0] != nil })
    let trial = StackTrial(
      service: service, files: self.files(files), user: try #require(UserName(Array(user.utf8))), origin: origin,
      module: TrialHost.module, program: FilePath(Array(CountersignCommandLine.path.utf8)))
    let signals = try HeldSignals()
    return try trial.run(signals)
  }
}

extension TrialOrigin {
  static let remote = TrialOrigin(address: "192.0.2.7", terminal: "ssh")
  static let remoteWithKey = TrialOrigin(
    address: "192.0.2.7", terminal: "ssh", authenticationInfo: TrialOrigin.ordinaryKey)
}

extension TrialReport {
  /// Those with which somebody is let in who must not be.
  var holes: [TrialScenario] { if case .letsIn(let scenarios) = judgement { scenarios } else { [] } }

  subscript(_ scenario: TrialScenario) -> TrialOutcome? { outcomes.first { $0.scenario == scenario } }
}
