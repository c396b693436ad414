import Countersign
import Words

/// Asks every server of the policy, and looks at what this host has of its own.
struct DirectoryExamination {
  let site: DirectorySite
  let now: UInt64

  func diagnosis() -> Diagnosis {
    let servers = site.settings.servers.map { DirectoryServerFacts.ask($0, of: site) }
    var diagnosis = Diagnosis()
    for (index, facts) in servers.enumerated() {
      let others = servers.enumerated().filter { $0.offset != index }
      let check = DirectoryServerCheck(
        facts: facts, anotherDecides: others.contains { $0.element.decides }, login: site.settings.login,
        base: site.settings.base, now: now)
      diagnosis.add(Message(verbatim: DisplayText.of(facts.server.text)), check.findings)
    }
    diagnosis.add(
      "Together", DirectorySiteCheck(servers: servers, usesDirectory: site.usesDirectory).findings)
    diagnosis.add("Site key", key(isDecided: servers.contains(where: \.decides)).findings)
    diagnosis.leaveOut("""
      whether servers write to their disks before they answer, which no host can see: olcDbNoSync, nosync and mapasync \
      must not be set
      """)
    return diagnosis
  }

  private func key(isDecided: Bool) -> SiteKeyCheck {
    let path = StorePaths(site.location, nil)[.siteKey]
    let store: UserStore
    do throws(StoreFailure) { store = try UserStore(site.location.choosing(.directory)) } catch {
      return SiteKeyCheck(path: path, flaw: Complaint(error, user: nil, at: site.location), second: nil, trial: .nobody)
    }
    let second = store.siteKeys?.second.map { DisplayText.of($0) }
    return SiteKeyCheck(path: path, flaw: nil, second: second, trial: isDecided ? trial(store) : .nobody)
  }

  /// Opens the record of whoever comes first.
  private func trial(_ store: borrowing UserStore) -> SiteKeyCheck.Trial {
    var trial = SiteKeyCheck.Trial.nobody
    do throws(StoreFailure) {
      try store.visitAll { user, glance in
        switch glance {
        case .success: trial = .opened(user: DisplayText.of(user))
        // Who is being moved tells nothing about the key.
        case .failure(.moving): return true
        case .failure(let failure):
          trial = .failed(Complaint(failure, user: user, at: site.location.choosing(.directory)))
        }
        return false
      }
    } catch {
      return .failed(Complaint(error, user: nil, at: site.location))
    }
    return trial
  }
}
