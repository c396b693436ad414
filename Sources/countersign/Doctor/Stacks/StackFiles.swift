import Countersign
import LoginStacks
import Words

/// PAM's files on this machine.
enum StackFiles {
  /// In the order in which libpam looks for a service.
  static let folders = ["/etc/pam.d", "/usr/lib/pam.d", "/usr/share/pam.d", "/usr/etc/pam.d"]

  /// A service with all that it includes; `nil` where there is no such service.
  ///
  /// - Parameter other: a directory to look into before libpam's own.
  /// - Throws: for a file that cannot be read.
  static func stack(of service: String, firstIn other: String? = nil) throws(Complaint) -> ServiceStack? {
    let files = try files(of: service, in: (other.map { [$0] } ?? []) + folders)
    return files[service] == nil ? nil : ServiceStack(service: service, files: files)
  }

  /// The file of a service and all that it includes, by name.
  static func files(of service: String, in folders: [String]) throws(Complaint) -> [String: PAMFile] {
    try AuthStack.files(of: service) { (name) throws(Complaint) in try file(name, folders) }
  }

  /// The same, with what the service included before `countersign enable` wrote in its file.
  static func filesForChange(of service: String, in folders: [String]) throws(Complaint) -> [String: PAMFile] {
    let present = try files(of: service, in: folders)
    guard let marked = present[service], ServicePlan.isMarked(marked) else { return present }
    let bare = ServicePlan.without(marked)
    let before = try AuthStack.files(of: service) { (name) throws(Complaint) in
      try name == service ? bare : file(name, folders)
    }
    return before.merging(present) { $1 }
  }

  /// The names of all services.
  static func services(in folders: [String] = folders) throws(Complaint) -> [String] {
    var names: Set<String> = []
    for folder in folders {
      do { names.formUnion(try HostFile.names(in: folder)) } catch {
        throw Complaint(error, doing: "cannot list \(folder)")
      }
    }
    return names.filter(isService).sorted()
  }

  /// libpam takes any name; what package managers and editors leave behind is never meant.
  private static func isService(_ name: String) -> Bool {
    let leftovers = ["~", ".bak", ".orig", ".swp", ".dpkg-old", ".dpkg-dist", ".dpkg-new", ".rpmsave", ".rpmnew"]
    return !name.hasPrefix(".") && !leftovers.contains { name.hasSuffix($0) }
      && ServiceKnowledge(service: name) != .included
  }

  /// A file by its name: the administrator's, else the one that the distribution ships.
  static func file(_ name: String, _ folders: [String]) throws(Complaint) -> PAMFile? {
    let paths = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
    for path in paths {
      do throws(SystemFailure) {
        if let bytes = try HostFile.content(of: path) { return PAMFile(name: name, bytes: bytes) }
      } catch {
        guard error.errno == .noEntry || error.errno == .notDirectory else {
          throw Complaint(error, doing: "cannot read \(DisplayText.of(Array(path.utf8)))")
        }
      }
    }
    return nil
  }
}
