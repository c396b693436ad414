import Countersign
import LoginStacks
import Words

extension Complaint {
  init(_ flaw: PlanFlaw, service: String, style: ServiceStyle) {
    let name = DisplayText.of(Array(service.utf8))
    switch flaw {
    case .noFile:
      self.init("there is no PAM file for a service \(name)", hint: "ls /etc/pam.d shows the services there are")
    case .broken:
      self.init(
        "libpam itself cannot read the file of \(name): it includes one that is not there, or itself",
        hint: "put that right first; nobody logs in by it as it is")
    case .asksAlready(let place):
      self.init(
        "\(name) asks for a code already: \(Complaint.text(place))",
        hint: "countersign disable takes out only its own lines")
    case .asksInVain(let place, let assessment):
      self.init(
        "\(name) asks for a code in \(Complaint.text(place)), and there is a way past it: \(Complaint.way(assessment))",
        hint: "take that line out, and let countersign enable write its own")
    case .noFirstFactor:
      self.init(
        "the file of \(name) asks for nothing that a code could come after",
        hint: "if that is meant, write the line by hand, see pam_countersign(8)")
    case .unsound(let assessment):
      let way = Complaint.way(assessment)
      self.init(
        "however the line is put into the file of \(name), somebody would get in without a code: \(way)",
        hint: "change that rule first, or write the line by hand, see pam_countersign(8)")
    case .needsSSHD:
      self.init(
        "the style \(style.name) is for sshd, which alone verifies keys", hint: "use --style password+code for \(name)")
    case .unusableGroup:
      self.init(
        "a PAM line cannot hold this name of a group",
        hint: "use --style password+code, and Match Group in the policy, see countersign.conf(5)")
    }
  }

  private static func text(_ place: StackPlace) -> String {
    DisplayText.of(Array("\(place.file):\(place.line)".utf8))
  }

  private static func way(_ assessment: StackAssessment) -> String {
    (assessment.wayInAfterRefusal ?? assessment.wayPast).map(StackMove.opening) ?? said("nobody gets in at all")
  }
}
