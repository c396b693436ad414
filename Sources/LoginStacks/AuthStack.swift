/// The auth rules of a service in the order in which libpam takes them, with those of the files that it includes.
public struct AuthStack: Equatable, Sendable {
  public let service: String
  public let steps: [StackStep]
  /// What makes libpam refuse the whole file: an `@include` of a file that is not there, or includes without end.
  public let isBroken: Bool
  /// The files that were read, the service's own first.
  public let files: [String]

  /// How deep libpam follows includes.
  private static let deepest = 16
  /// More rules or includes than any stack has that somebody means.
  private static let most = 1_000

  /// - Parameters:
  ///   - service: the name of the service.
  ///   - files: the PAM files by name; one that is missing is taken for one that does not exist.
  public init(service: String, files: [String: PAMFile]) {
    var reader = Reader(files: files)
    reader.read(service, depth: 0, level: 0)
    self.service = service
    steps = reader.steps
    isBroken = reader.isBroken
    self.files = reader.seen
  }

  /// The places where our module is called.
  public var ours: [StackPlace] { steps.filter { $0.rule?.isOurs ?? false }.map(\.place) }

  /// The files that a service needs, found one after another.
  ///
  /// - Parameter read: gives a file by its name, `nil` if there is none.
  /// - Returns: those that exist.
  public static func files<Failure: Error>(
    of service: String, _ read: (String) throws(Failure) -> PAMFile?
  ) throws(Failure) -> [String: PAMFile] {
    var files: [String: PAMFile] = [:]
    var waiting = [service]
    var asked: Set<String> = []
    while let name = waiting.popLast() {
      guard asked.insert(name).inserted, let file = try read(name) else { continue }
      files[name] = file
      waiting += file.lines.compactMap(\.included)
    }
    return files
  }

  private struct Reader {
    let files: [String: PAMFile]
    var steps: [StackStep] = []
    var isBroken = false
    var seen: [String] = []
    private var reads = 0

    init(files: [String: PAMFile]) {
      self.files = files
    }

    mutating func read(_ name: String, depth: Int, level: Int) {
      reads += 1
      guard depth < AuthStack.deepest, reads < AuthStack.most, let file = files[name] else {
        isBroken = true
        return
      }
      if !seen.contains(name) { seen.append(name) }
      for (index, line) in file.lines.enumerated() {
        let place = StackPlace(file: name, line: file.number(ofLineAt: index), index: index)
        take(line, place, depth: depth, level: level)
        if steps.count > AuthStack.most {
          isBroken = true
          return
        }
      }
    }

    private mutating func take(_ line: PAMLine, _ place: StackPlace, depth: Int, level: Int) {
      switch line.content {
      case .nothing: return
      case .unreadable: steps.append(StackStep(place: place, kind: .failure, level: level))
      case .includeAll(let file): read(file, depth: depth + 1, level: level)
      case .rule(let rule) where rule.facility == .auth:
        guard rule.isInclude else {
          steps.append(StackStep(place: place, kind: .module(rule), level: level))
          return
        }
        guard files[rule.module] != nil, depth + 1 < AuthStack.deepest else {
          steps.append(StackStep(place: place, kind: .failure, level: level))
          return
        }
        let isSubstack = rule.control == .substack
        if isSubstack {
          steps.append(StackStep(place: place, kind: .substack(file: rule.module), level: level))
        }
        read(rule.module, depth: depth + 1, level: isSubstack ? level + 1 : level)
      case .rule: return
      }
    }
  }
}

extension PAMLine {
  /// The file whose rules stand here.
  public var included: String? {
    switch content {
    case .includeAll(let file): file
    case .rule(let rule) where rule.isInclude: rule.module
    case .rule, .nothing, .unreadable: nil
    }
  }
}
