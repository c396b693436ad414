import Foundation

@testable import Countersign

extension StoreRoot {
  /// Puts successes into a user's state that are not asked for again, as logins do.
  func remember(_ user: String, _ places: [LoginPlace], at time: UInt64) throws {
    let opened = try UserStore(StoreLocation(root: Array(directory.path.utf8)))
    guard let name = UserName(Array(user.utf8)) else { throw Failure(text: user) }
    let rule = RememberRule(duration: 60, place: .either, serviceSet: 1)
    try opened.change(name) { (stored, _) throws(AdministrationFailure) in
      for place in places { stored.state.remember(place, service: Array("sshd".utf8), rule: rule, now: time) }
    }
  }
}
