/// The keywords that set something.
public enum PolicyKeyword: UInt8, CaseIterable, Sendable {
  case mode, enrollBy, prompt, remember, factors, window, lookAhead, throttle, recoveryCodes, notice, whoseFactor
  case language, longestBypass, resync, enroll, contact, deliver, notify, touch, keyModels
  case store, offline, directory, directoryBase, directoryBind, directoryAuthority

  /// As the manual writes it; the file may write it with other capitals.
  public var name: StaticString {
    switch self {
    case .mode: "Mode"
    case .enrollBy: "EnrollBy"
    case .prompt: "Prompt"
    case .remember: "Remember"
    case .factors: "Factors"
    case .window: "Window"
    case .lookAhead: "LookAhead"
    case .throttle: "Throttle"
    case .recoveryCodes: "RecoveryCodes"
    case .notice: "Notice"
    case .whoseFactor: "WhoseFactor"
    case .language: "Language"
    case .longestBypass: "LongestBypass"
    case .resync: "Resync"
    case .enroll: "Enroll"
    case .contact: "Contact"
    case .deliver: "Deliver"
    case .notify: "Notify"
    case .touch: "Touch"
    case .keyModels: "KeyModels"
    case .store: "Store"
    case .offline: "Offline"
    case .directory: "Directory"
    case .directoryBase: "DirectoryBase"
    case .directoryBind: "DirectoryBind"
    case .directoryAuthority: "DirectoryAuthority"
    }
  }

  init?(_ word: ArraySlice<UInt8>) {
    let found: PolicyKeyword
    switch word.count {
    case 4 where word.spells("mode"): found = .mode
    case 5 where word.spells("touch"): found = .touch
    case 5 where word.spells("store"): found = .store
    case 6 where word.spells("prompt"): found = .prompt
    case 6 where word.spells("window"): found = .window
    case 6 where word.spells("notice"): found = .notice
    case 6 where word.spells("resync"): found = .resync
    case 6 where word.spells("enroll"): found = .enroll
    case 6 where word.spells("notify"): found = .notify
    case 7 where word.spells("factors"): found = .factors
    case 7 where word.spells("contact"): found = .contact
    case 7 where word.spells("deliver"): found = .deliver
    case 7 where word.spells("offline"): found = .offline
    case 8 where word.spells("remember"): found = .remember
    case 8 where word.spells("enrollby"): found = .enrollBy
    case 8 where word.spells("throttle"): found = .throttle
    case 8 where word.spells("language"): found = .language
    case 9 where word.spells("directory"): found = .directory
    case 9 where word.spells("lookahead"): found = .lookAhead
    case 9 where word.spells("keymodels"): found = .keyModels
    case 11 where word.spells("whosefactor"): found = .whoseFactor
    case 13 where word.spells("directorybase"): found = .directoryBase
    case 13 where word.spells("directorybind"): found = .directoryBind
    case 13 where word.spells("recoverycodes"): found = .recoveryCodes
    case 13 where word.spells("longestbypass"): found = .longestBypass
    case 18 where word.spells("directoryauthority"): found = .directoryAuthority
    default: return nil
    }
    self = found
  }

  /// Whether it holds for the whole host, and so stands before any `Match`.
  var isOfHost: Bool {
    let ofHost: PolicyKeywordSet = [
      PolicyKeywordSet(.deliver), PolicyKeywordSet(.notify), PolicyKeywordSet(.store), PolicyKeywordSet(.directory),
      PolicyKeywordSet(.directoryBase), PolicyKeywordSet(.directoryBind), PolicyKeywordSet(.directoryAuthority),
    ]
    return ofHost.contains(PolicyKeywordSet(self))
  }
}
