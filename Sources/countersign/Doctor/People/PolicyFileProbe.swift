import Countersign

/// Looks through the policy file of this machine.
enum PolicyFileProbe {
  static func check(_ options: StoreOptions, now: UInt64) -> PolicyFileCheck {
    let location = Workplace.location(options)
    let name = StorePaths(location, nil)[.policy]
    do throws(Complaint) {
      guard let text = try PolicyText.content(of: name, mayBeMissing: true) else {
        return PolicyFileCheck(file: name, remarks: nil, complaint: nil)
      }
      let check = try PolicyCheck(name: name, text: text) { (policy) throws(Complaint) in
        var unchecked: [String] = []
        return (PolicySurroundings(of: policy, options, now: now, unchecked: &unchecked), unchecked)
      }
      return PolicyFileCheck(file: name, remarks: check.remarks, complaint: nil)
    } catch {
      return PolicyFileCheck(file: name, remarks: nil, complaint: error)
    }
  }
}
