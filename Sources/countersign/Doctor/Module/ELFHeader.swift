import Words

/// The beginning of a program or library: for what kind of machine it is.
struct ELFHeader: Equatable {
  enum Kind: Equatable {
    case executable, shared, other
  }

  /// 32 or 64.
  let bits: Int
  /// The number of the processor family, as `e_machine` has it.
  let machine: UInt16
  let isLittleEndian: Bool
  let kind: Kind

  /// How many bytes of a file are looked at.
  static let size = 20

  /// - Returns: `nil` for what is no ELF file.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= ELFHeader.size, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]), (1...2).contains(bytes[4]),
      (1...2).contains(bytes[5])
    else { return nil }
    let isLittleEndian = bytes[5] == 1
    func number(at offset: Int) -> UInt16 {
      let (first, second) = (UInt16(bytes[offset]), UInt16(bytes[offset + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    self.isLittleEndian = isLittleEndian
    bits = bytes[4] == 1 ? 32 : 64
    machine = number(at: 18)
    switch number(at: 16) {
    case 2: kind = .executable
    case 3: kind = .shared
    default: kind = .other
    }
  }

  /// `64-bit x86-64`.
  var name: String {
    let family =
      switch machine {
      case 3: "x86"
      case 21: "PowerPC"
      case 22: "S/390"
      case 40: "ARM"
      case 62: "x86-64"
      case 183: "ARM64"
      case 243: "RISC-V"
      default: said("machine \(machine)")
      }
    return said("\(bits)-bit \(family)")
  }

  /// Whether libraries of this kind can be loaded into programs of that one.
  func fits(_ other: ELFHeader) -> Bool {
    bits == other.bits && machine == other.machine && isLittleEndian == other.isLittleEndian
  }
}
