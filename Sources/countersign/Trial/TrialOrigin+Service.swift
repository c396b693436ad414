import Countersign
import LoginStacks

extension TrialOrigin {
  /// An ordinary login by a service: to sshd from another machine, else at a terminal of this one.
  init(to service: String, by user: UserName, from address: String = ServicePreparation.outside) {
    self.init()
    if ServiceKnowledge.isSSHD(service) {
      self.address = address
      terminal = "ssh"
    } else {
      terminal = "/dev/tty1"
    }
    if service.hasPrefix("sudo") { caller = user }
  }

  /// The same, when sshd has verified a key before.
  var afterKey: TrialOrigin {
    var origin = self
    origin.authenticationInfo = TrialOrigin.ordinaryKey
    return origin
  }

  /// A login of each kind that a style knows.
  static func all(to service: String, by user: UserName, _ style: ServiceStyle) -> [TrialOrigin] {
    let origin = TrialOrigin(to: service, by: user)
    guard ServiceKnowledge.isSSHD(service) else { return [origin] }
    return switch style {
    case .passwordAndCode, .codeOnlyFor: [origin]
    case .keyAndCode: [origin.afterKey]
    case .keyOrPasswordAndCode: [origin.afterKey, origin]
    }
  }
}
