import Countersign
import LoginStacks
import Words

/// A copy of sshd's configuration with a drop-in more, for asking sshd what it would do.
struct SSHDTrial {
  /// The copy of sshd_config.
  let configuration: String
  private let folder: String
  private let names: [String]

  init(
    _ main: SSHDConfiguration, dropIn name: String, _ text: String, _ paths: ServicePaths
  ) throws(Complaint) {
    folder = "/run/countersign-sshd-" + String(UInt64.random(in: .min ... .max), radix: 16)
    configuration = "\(folder)/sshd_config"
    let dropIns = try SSHDTrial.dropIns(paths).filter { !SSHDPlan.names.contains($0.name) } + [(name, Array(text.utf8))]
    names = dropIns.map(\.name)
    let copy = main.reading(folder, insteadOf: paths.sshdDropIns)
    let folder = self.folder
    try Complaint.attempting("cannot write \(folder)") { () throws(SystemFailure) in
      let run = try FileDescriptor.open(FilePath("/run/."), .directory)
      try run.makeDirectory(FilePath(Array(folder.utf8.dropFirst("/run/".utf8.count))), permissions: 0o700)
      let directory = try FileDescriptor.open(FilePath(Array(folder.utf8)), .directory)
      for (name, bytes) in dropIns + [("sshd_config", copy.bytes)] {
        let file = try directory.open(FilePath(Array(name.utf8)), .new(permissions: 0o600))
        try file.write(bytes.span)
      }
    }
  }

  private static func dropIns(_ paths: ServicePaths) throws(Complaint) -> [(name: String, bytes: [UInt8])] {
    let folder = FilePath(Array((paths.sshdDropIns + "/.").utf8))
    guard let directory = try? FileDescriptor.open(folder, .directory) else { return [] }
    let names = try Complaint.attempting("cannot list \(paths.sshdDropIns)") { () throws(SystemFailure) in
      try directory.names()
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for name in names.map({ String(decoding: $0, as: UTF8.self) }) where !name.hasPrefix(".") {
      guard let bytes = try SystemFile.read("\(paths.sshdDropIns)/\(name)", throughLinks: true) else { continue }
      files.append((name, bytes))
    }
    return files
  }

  /// Takes the copy away.
  func remove() {
    guard let directory = try? FileDescriptor.open(FilePath(Array(folder.utf8)), .directory) else { return }
    for name in names + ["sshd_config"] { try? directory.unlink(FilePath(Array(name.utf8))) }
    let run = try? FileDescriptor.open(FilePath("/run/."), .directory)
    try? run?.removeDirectory(FilePath(Array(folder.utf8.dropFirst("/run/".utf8.count))))
  }
}
