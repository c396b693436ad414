import Testing

@testable import countersign

@Suite struct ModuleCheckTests {
  /// The beginning of an ELF file.
  private static func header(bits: UInt8 = 2, order: UInt8 = 1, type: UInt8 = 3, machine: UInt8 = 62) -> [UInt8] {
    let numbers: [UInt8] = order == 1 ? [type, 0, machine, 0] : [0, type, 0, machine]
    return [0x7F, 0x45, 0x4C, 0x46, bits, order, 1] + [UInt8](repeating: 0, count: 9) + numbers
  }

  private func file(
    _ path: String, _ bytes: [UInt8] = header(), owner: UInt32 = 0, mode: UInt32 = 0o644, inode: UInt64 = 1,
    isRegular: Bool = true
  ) -> ModuleFile {
    ModuleFile(
      path: path,
      found: ModuleFile.Found(
        isRegular: isRegular, owner: owner, permissions: mode, header: ELFHeader(bytes), identity: [1, inode]))
  }

  private func findings(_ file: ModuleFile, present: [ModuleFile] = []) -> [Finding] {
    ModuleCheck(
      folder: "/lib/security", host: ELFHeader(ModuleCheckTests.header()), named: [(file, ["sshd"])],
      present: present
    ).findings
  }

  @Test("A header tells for what machine a file is")
  func headers() {
    #expect(ELFHeader(ModuleCheckTests.header())?.name == "64-bit x86-64")
    #expect(ELFHeader(ModuleCheckTests.header(bits: 1, machine: 3))?.name == "32-bit x86")
    #expect(ELFHeader(ModuleCheckTests.header(order: 2, machine: 22))?.name == "64-bit S/390")
    #expect(ELFHeader(Array("#!/bin/sh\nexit 0 # and more than that".utf8)) == nil)
    #expect(ELFHeader([]) == nil)
  }

  @Test("A module that fits, root's, is right")
  func right() throws {
    try findings(file("/lib/security/pam_countersign.so")).expect("module", .ok, "fits this machine")
  }

  @Test("One that is not there, or is something else, lets nobody in")
  func missing() throws {
    let nowhere = ModuleFile(path: "/lib/security/pam_countersign.so", found: nil)
    try findings(nowhere).expect("module", .fail, "which sshd names, is not there", cure: "install.sh")
    let other = file("/usr/local/lib/security/pam_countersign.so", inode: 2)
    try findings(nowhere, present: [other]).expect("module", .fail, cure: "/usr/local/lib/security/pam_countersign.so")
    try findings(file("/m", Array("text, which is no library at all".utf8))).expect("module", .fail, "is no module")
    try findings(file("/m", ModuleCheckTests.header(type: 2))).expect("module", .fail, "is no module")
    try findings(file("/m", isRegular: false)).expect("module", .fail, "is no module")
  }

  @Test("One for another machine cannot be loaded", arguments: [(UInt8(1), UInt8(3)), (2, 183)])
  func architecture(bits: UInt8, machine: UInt8) throws {
    try findings(file("/m", ModuleCheckTests.header(bits: bits, machine: machine))).expect(
      "module", .fail, "this machine's programs are 64-bit x86-64", cure: "install.sh")
  }

  @Test("One that others can change is told", arguments: [(UInt32(1_000), UInt32(0o644)), (0, 0o666), (0, 0o664)])
  func writable(owner: UInt32, mode: UInt32) throws {
    try findings(file("/m", owner: owner, mode: mode)).expect("module", .fail, "can be changed by others")
  }

  @Test("A second copy is told, another name of the same file is not")
  func copies() throws {
    let own = file("/lib/security/pam_countersign.so")
    let same = file("/usr/lib/security/pam_countersign.so")
    findings(own, present: [own, same]).none("module-copies")
    let other = file("/usr/local/lib/security/pam_countersign.so", inode: 2)
    try findings(own, present: [own, same, other]).expect(
      "module-copies", .warn, "/usr/local/lib/security", cure: "rm /usr/local")
  }

  @Test("As long as no service names it, it need not be there")
  func unnamed() throws {
    let check = ModuleCheck(folder: "/lib/security", host: nil, named: [], present: [])
    try check.findings.expect("module", .warn, "is not there yet", cure: "install.sh")
  }
}
