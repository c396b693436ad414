import Countersign
import LoginStacks
import Words

/// What `countersign enable` is going to do: worked out, checked and not yet done.
struct ServicePreparation {
  /// A service that is going to ask for a code.
  struct Service {
    let name: String
    let files: [String: PAMFile]
  }

  let style: ServiceStyle
  let paths: ServicePaths
  private(set) var services: [Service] = []
  private(set) var files: [FileChange] = []
  /// What people should know, though nothing stands in the way.
  private(set) var remarks: [String] = []
  private let root: String?

  /// Where a trial login comes from: an address for documentation (RFC 5737), which is in nobody's network.
  static let outside = "192.0.2.1"

  init(
    _ names: [String], _ style: ServiceStyle, _ survey: AdministratorSurvey, root: String?, _ paths: ServicePaths
  ) throws(Complaint) {
    self.style = style
    self.paths = paths
    self.root = root
    try ServicePreparation.check(survey)
    for name in names { try take(name) }
    if !style.isForSome { for name in names { try ServicePreparation.check(survey, name) } }
    if names.contains(where: ServiceKnowledge.isSSHD) { try takeSSHD(survey) }
  }

  /// The services whose files change; what sshd alone needs belongs to sshd.
  var changedServices: [String] {
    services.map(\.name).filter { name in files.contains { $0.service == name } }
  }

  private static func check(_ survey: AdministratorSurvey) throws(Complaint) {
    guard survey.able.isEmpty else { return }
    let names = survey.administrators.prefix(5).map { DisplayText.of($0) }.joined(separator: ", ")
    throw Complaint(
      "no administrator has a device that counts, so nobody could put things right (looked at: \(names))",
      hint: "countersign enroll NAME first, for yourself")
  }

  private static func check(_ survey: AdministratorSurvey, _ service: String) throws(Complaint) {
    guard let somebody = AdministratorSurvey.typical(survey.able), survey.able(by: service).isEmpty else { return }
    let (name, shown) = (DisplayText.of(somebody), DisplayText.of(Array(service.utf8)))
    throw Complaint(
      "no administrator has a device that counts for \(shown), so nobody could put things right",
      hint: "countersign explain \(name) --service \(shown) shows why")
  }

  private mutating func take(_ name: String) throws(Complaint) {
    let shown = DisplayText.of(Array(name.utf8))
    switch ServiceKnowledge(service: name) {
    case .able, .unknown: break
    case .ableWith(let remark): remarks.append("\(shown): \(remark)")
    case .unable(let reason, let hint):
      throw Complaint("\(shown) cannot ask for a code: \(reason)", hint: hint)
    case .included:
      throw Complaint(
        "\(shown) is no service; others include it", hint: "name the services that people log in by, such as sshd")
    }
    let present = try StackFiles.filesForChange(of: name, in: paths.pamFolders)
    let plan: ServicePlan
    do throws(PlanFlaw) {
      plan = try ServicePlan(
        service: name, style: style, files: present, arguments: root.map { ["root=\($0)"] } ?? [], byKey: try byKey())
    } catch {
      if case .asksAlready(let place) = error {
        remarks.append(
          said("\(shown) asks for a code already, by \(place.file):\(place.line); its file stays as it is"))
        services.append(Service(name: name, files: present))
        return
      }
      throw Complaint(error, service: name, style: style)
    }
    services.append(Service(name: name, files: plan.files))
    // What is included is there before what includes it.
    for file in plan.changed.sorted(by: { $0.name != name && $1.name == name }) {
      let path = paths.pamFile(file.name)
      let before = try SystemFile.read(path)
      if let before, file.name != name, !ServicePlan.isOwn(PAMFile(name: file.name, bytes: before)) {
        throw Complaint("\(path) is in the way, which is not Countersign's", hint: "move it away")
      }
      files.append(FileChange(service: name, path: path, before: before, after: file.bytes))
    }
    try takeOthers(name, shown)
  }

  /// Services that include the file of this one ask as well from now on.
  private mutating func takeOthers(_ name: String, _ shown: String) throws(Complaint) {
    guard files.contains(where: { $0.service == name }) else { return }
    var others: [String] = []
    for service in try StackFiles.services(in: paths.pamFolders) where service != name {
      let lines = try StackFiles.file(service, paths.pamFolders)?.lines ?? []
      if lines.contains(where: { $0.included == name }) { others.append(service) }
    }
    guard !others.isEmpty else { return }
    remarks.append(
      said("\(others.joined(separator: ", ")) includes \(shown), and asks for a code from then on as well"))
  }

  private func byKey() throws(PlanFlaw) -> String {
    paths.byKey.first { ((try? SystemFile.read($0)) ?? nil) != nil } ?? paths.byKey.first ?? ""
  }

  private mutating func takeSSHD(_ survey: AdministratorSurvey) throws(Complaint) {
    if style == .keyOrPasswordAndCode, try SystemFile.read(byKeyPath) == nil {
      throw Complaint("the script \(byKeyPath) is not installed", hint: "install.sh and the package bring it")
    }
    let users = try survey.subjects(of: style).prefix(20).map { String(decoding: $0.bytes, as: UTF8.self) }
    let plan = try SSHDPlan(
      style, users: users.filter { $0 != "root" }, root: "root", address: ServicePreparation.outside, paths)
    files = plan.files + files
    if !services.contains(where: { ServiceKnowledge.isSSHD($0.name) }) { return }
    try checkRoot(plan, survey)
  }

  private var byKeyPath: String { (try? byKey()) ?? "" }

  /// Under `PermitRootLogin prohibit-password` sshd replaces every answer of root, so that no code ever passes.
  private mutating func checkRoot(_ plan: SSHDPlan, _ survey: AdministratorSurvey) throws(Complaint) {
    guard let settings = plan.settings.first(where: { $0.user == "root" })?.settings,
      let told = settings.value("permitrootlogin"), told != "yes",
      settings.values("authenticationmethods").contains(where: { $0.contains("keyboard-interactive") })
    else { return }
    // sshd -T still uses the old name.
    let permit = told == "without-password" ? "prohibit-password" : told
    let root = Array("root".utf8)
    guard survey.able(by: "sshd").contains(where: { $0.bytes != root }) else {
      throw Complaint(
        "PermitRootLogin is \(permit): root could not log in by ssh any more, and no other administrator is enrolled",
        hint: "enrol another administrator, or set PermitRootLogin yes in /etc/ssh/sshd_config")
    }
    if permit != "no" {
      remarks.append(said("root cannot log in by ssh from then on: PermitRootLogin \(permit)"))
    }
  }
}
