import Countersign
import Words

/// What is said of a first code that is not right; it never tells a right one.
enum FirstCodeRemark {
  /// - Parameter left: how often the person may still try, 1 or more.
  static func of(_ finding: FirstCode.Finding, triesLeft left: Int) throws(EnrolmentTrouble) -> String {
    let tries = said("One try is left.", "\(left) tries are left.", count: left)
    switch finding {
    case .notACode, .foreignKey, .unknownLayout: return "\(said("A code has six digits.")) \(tries)"
    case .clockOff(let seconds):
      let distance = distance(seconds.magnitude)
      let what =
        seconds > 0
        ? said("That code is right for a clock \(distance) ahead of this machine's.")
        : said("That code is right for a clock \(distance) behind this machine's.")
      return "\(what)\n\(said("Set the clock of the phone, then type a new code.")) \(tries)"
    case .wrong, .confirmed:
      let what = said("That code does not fit the key.")
      guard left == 1 else { return "\(what) \(tries)" }
      return "\(what) \(try clock())\n\(tries)"
    }
  }

  /// A wrong clock is what makes right codes wrong.
  private static func clock() throws(EnrolmentTrouble) -> String {
    let now: UInt64
    do throws(SystemFailure) { now = try Clock.now() } catch { throw .system(error) }
    let seconds = now % 86_400
    let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return said("Is the clock of the phone right? Here it is \(time.joined(separator: ":")) UTC.")
  }

  private static func distance(_ seconds: UInt64) -> String {
    let minutes = (seconds + 30) / 60
    guard minutes >= 120 else { return said("about 1 minute", "about \(minutes) minutes", count: max(minutes, 1)) }
    let hours = (minutes + 30) / 60
    return said("about 1 hour", "about \(hours) hours", count: hours)
  }
}
