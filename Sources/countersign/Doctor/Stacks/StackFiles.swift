import Countersign
import LoginStacks

/// PAM's files on this machine.
enum StackFiles {
  /// In the order in which libpam looks for a service.
  static let folders = ["/etc/pam.d", "/usr/lib/pam.d", "/usr/share/pam.d", "/usr/etc/pam.d"]

  /// A service with all that it includes; `nil` where there is no such service.
  ///
  /// - Parameter other: a directory to look into before libpam's own.
  /// - Throws: for a file that cannot be read.
  static func stack(of service: String, firstIn other: String? = nil) throws(Complaint) -> ServiceStack? {
    let folders = (other.map { [$0] } ?? []) + folders
    let files = try AuthStack.files(of: service) { (name) throws(Complaint) in try file(name, folders) }
    return files[service] == nil ? nil : ServiceStack(service: service, files: files)
  }

  /// The names of all services.
  static func services() throws(Complaint) -> [String] {
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

  private static func file(_ name: String, _ folders: [String]) throws(Complaint) -> PAMFile? {
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
