import Countersign
import LoginStacks

/// The PAM files of this machine, as libpam finds them.
struct PAMFolder {
  let paths: ServicePaths

  /// A file by its name: the administrator's, else the one that the distribution ships. Links are followed, as libpam
  /// does; what is changed is never behind one.
  ///
  /// - Returns: `nil` if there is none.
  func file(_ name: String) throws(Complaint) -> PAMFile? {
    guard PAMFolder.isName(name) else { return nil }
    for folder in paths.pamFolders {
      guard let bytes = try SystemFile.read("\(folder)/\(name)", throughLinks: true) else { continue }
      return PAMFile(name: name, bytes: bytes)
    }
    return nil
  }

  /// The file of a service and all that it includes.
  func files(of service: String) throws(Complaint) -> [String: PAMFile] {
    try AuthStack.files(of: service) { name throws(Complaint) in try file(name) }
  }

  /// The file of a service and all that it includes, now or without what `countersign enable` has written in it.
  func filesForChange(of service: String) throws(Complaint) -> [String: PAMFile] {
    let present = try files(of: service)
    guard let file = present[service], ServicePlan.isMarked(file) else { return present }
    let bare = ServicePlan.without(file)
    let before = try AuthStack.files(of: service) { name throws(Complaint) in
      try name == service ? bare : self.file(name)
    }
    return before.merging(present) { $1 }
  }

  /// The services that have a file, in order.
  func services() throws(Complaint) -> [String] {
    var names: Set<String> = []
    for folder in paths.pamFolders {
      let path = FilePath(Array((folder + "/.").utf8))
      guard let directory = try? FileDescriptor.open(path, .directory) else { continue }
      let found = try Complaint.attempting("list \(folder)") { () throws(SystemFailure) in try directory.names() }
      names.formUnion(found.map { String(decoding: $0, as: UTF8.self) })
    }
    return names.filter { !$0.hasPrefix(".") && PAMFolder.isName($0) }.sorted()
  }

  private static func isName(_ name: String) -> Bool { !name.isEmpty && !name.contains("/") && name != ".." }
}
