// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
  import Glibc
#endif

/// One manifest, two builds.
///
/// - `FullRuntime` (default): everything as ordinary Swift; what `swift test` and the CLI use.
/// - `EmbeddedModule`: the core and the PAM module as Embedded Swift; what ships as `pam_countersign.so`.
let embedded = BuildSettingCondition.when(traits: ["EmbeddedModule"])
let ordinary = BuildSettingCondition.when(traits: ["FullRuntime"])

/// Settings every target of ours has: an unmarked unsafe use does not compile.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

/// LLVM takes an instruction to be as large as a fifth of a call; with this it calls what retains objects, instead of
/// copying it to 430 places: 7 KB, of which 6 are the linker's.
let smallerInlining = "-inline-instr-cost=10"

/// Settings of what is linked into the module: Embedded in one build, kept inside its subset in the other.
let core: [SwiftSetting] = strict + [
  .enableExperimentalFeature("Embedded", embedded),
  .treatWarning("EmbeddedRestrictions", as: .error, ordinary),
  // One section a function, so that the linker leaves out what no login calls.
  // No digest of each source file, which only building again makes use of.
  // And no tables for unwinding: nothing is thrown through the module, and debuggers follow its frame pointers.
  .unsafeFlags(
    [
      "-Xfrontend", "-function-sections", "-Osize", "-Xfrontend", "-disable-incremental-llvm-codegen",
      "-Xcc", "-fno-asynchronous-unwind-tables", "-Xcc", "-fno-unwind-tables",
      // Bitcode for objects: the linker makes code of all targets together, 11 KB less, and calls what they have in
      // common (see PAMCountersign). Merging alike functions before that gives the bitcode functions without a name,
      // which the linker cannot have.
      "-Xfrontend", "-emit-bc", "-Xfrontend", "-disable-llvm-merge-functions-pass",
      // What Swift copies into long functions, LLVM does not get out again: 10 KB.
      "-Xllvm", "-sil-inline-overall-caller-block-limit=10",
      // One trap a function instead of one for each check: 2 KB.
      "-Xfrontend", "-mergeable-traps",
      "-Xllvm", smallerInlining,
    ], embedded),
]

/// Settings of the C that is linked into the module: bitcode as well.
let embeddedC: [String] = ["-flto", "-Oz", "-fno-asynchronous-unwind-tables", "-fno-unwind-tables"]

/// The archive is position independent and goes into the module whole; no crypto library is loaded into sshd.
/// `COUNTERSIGN_NETTLE=shared` is for systems that have no archive; `install.sh --shared-nettle` sets it.
let nettleIsShared = Context.environment["COUNTERSIGN_NETTLE"] == "shared"
let nettle: [LinkerSetting] = [.linkedLibrary(nettleIsShared ? "nettle" : ":libnettle.a")]

/// Relocations as bitmaps, 8 KB less; the loader of glibc knows them since 2.36. The module runs where it is built.
let packedRelocations: [String] = {
  #if canImport(Glibc)
    // "glibc 2.36"
    var name = [CChar](repeating: 0, count: 64)
    guard confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count) > 0 else { return [] }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let version = text.dropFirst(6).split(separator: ".").compactMap { Int($0) }
    if version.lexicographicallyPrecedes([2, 36]) { return [] }
    return ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
  #else
    return []
  #endif
}()

let package = Package(
  name: "Countersign",
  products: [
    .library(name: "pam_countersign", type: .dynamic, targets: ["PAMCountersign"]),
    .executable(name: "countersign", targets: ["countersign"]),
    .executable(name: "countersign-companion", targets: ["CountersignCompanion"]),
    .executable(name: "countersign-security-key", targets: ["CountersignSecurityKey"]),
    .executable(name: "countersign-directory", targets: ["CountersignDirectory"]),
    // For Tests/Fuzz, which is a package of its own.
    .library(name: "CountersignCore", targets: ["Countersign", "OATH"]),
    .library(name: "ForeignFormats", targets: ["ForeignFormats"]),
    .library(name: "SecurityKeys", targets: ["SecurityKeys"]),
  ],
  traits: [
    .default(enabledTraits: ["FullRuntime"]),
    .trait(name: "FullRuntime", description: "Ordinary Swift: CLI and tests"),
    .trait(name: "EmbeddedModule", description: "Embedded Swift: the module as it ships"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CPAM", providers: [.apt(["libpam0g-dev"])]),
    .systemLibrary(name: "CNettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CNettleCiphers", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CHogweed", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CLDAP", providers: [.apt(["libldap-dev"])]),
    .systemLibrary(name: "CQRencode", providers: [.apt(["libqrencode-dev", "libpng-dev"])]),
    .target(
      name: "CAES",
      cSettings: [.unsafeFlags(embeddedC, embedded)]),
    .target(name: "CPosix", cSettings: [.define("COUNTERSIGN_MODULE", embedded), .unsafeFlags(embeddedC, embedded)]),

    .target(name: "OATH", swiftSettings: core),
    .target(
      name: "Countersign",
      dependencies: ["OATH", "CAES", "CPosix", "CNettle"],
      swiftSettings: core,
      linkerSettings: nettle
    ),
    .target(
      name: "PAMCountersign",
      dependencies: ["Countersign", "OATH", "CPAM", "CPosix"],
      swiftSettings: core,
      linkerSettings: [
        .linkedLibrary("pam"),
        // Swift's own linker folds more than binutils' gold and pads nothing, 9 KB; with data and code in one segment
        // its module loads as fast.
        .unsafeFlags(["-use-ld=lld", "-Xlinker", "--no-rosegment", "-Xlinker", "--no-eh-frame-hdr"], embedded),
        .unsafeFlags(packedRelocations, embedded),
        // Sequences of instructions that occur more than once become functions: 7 KB.
        .unsafeFlags(
          ["-enable-machine-outliner", smallerInlining].flatMap { ["-Xlinker", "-mllvm", "-Xlinker", $0] }, embedded),
        .unsafeFlags(["-static-stdlib"], ordinary),
        .unsafeFlags([
          "-Xlinker", "--version-script=\(Context.packageDirectory)/pam/exports.map",
          "-Xlinker", "-z", "-Xlinker", "nodelete", "-Xlinker", "--gc-sections", "-Xlinker", "--icf=all",
          // Nothing in the module reads the environment, see CPosix.c.
          "-Xlinker", "--wrap=getenv", "-Xlinker", "--wrap=secure_getenv",
          // Nor does loading it ask the processor what libc knows, see ProcessorFeatures.c.
          "-Xlinker", "--wrap=_nettle_cpuid",
        ]),
        // And without tables for unwinding what C brings along: 4 KB.
        .unsafeFlags(["-Xlinker", "-T", "-Xlinker", "\(Context.packageDirectory)/pam/discard.ld"], embedded),
        // Embedded Swift traps when there is no memory, see MemoryReserve.c.
        .unsafeFlags(["-Xlinker", "--wrap=posix_memalign", "-Xlinker", "--wrap=free"], embedded),
        .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "defs"], .when(configuration: .release)),
      ]
    ),
    .target(name: "Words", dependencies: ["Countersign"], swiftSettings: strict),
    .target(name: "Delivery", dependencies: ["Countersign", "Words"], swiftSettings: strict),
    .target(name: "LoginStacks", dependencies: ["Words"], swiftSettings: strict),
    .target(
      name: "ForeignFormats", dependencies: ["Countersign", "OATH", "CKeyFile", "SecurityKeys", "Words"],
      swiftSettings: strict),
    .target(name: "CPAMTrial", linkerSettings: [.linkedLibrary("pam")]),
    .target(name: "CTrialLogin", dependencies: ["Countersign", "CPAMTrial"], swiftSettings: strict),
    .target(
      name: "CQRSymbol",
      dependencies: ["Countersign", "CQRencode"],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("qrencode"), .linkedLibrary("png16")]
    ),
    .target(
      name: "CKeyFile",
      dependencies: ["Countersign", "OATH", "CExpat", "CNettleCiphers"],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("expat")]
    ),
    .executableTarget(
      name: "countersign",
      dependencies: [
        "Countersign", "OATH", "CQRSymbol", "CTrialLogin", "Delivery", "ForeignFormats", "LoginStacks", "SecurityKeys",
        "Words",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    // Signatures of security keys, which nothing in the module checks.
    .target(
      name: "CSignature", dependencies: ["CHogweed", "CNettle"], swiftSettings: strict,
      linkerSettings: [.linkedLibrary(nettleIsShared ? "hogweed" : ":libhogweed.a")] + nettle
        + [.linkedLibrary("gmp")]),
    // libfido2 is in the program beside the companion, and in nothing else.
    .target(name: "CFido2", dependencies: ["CPosix"], linkerSettings: [.linkedLibrary("fido2")]),
    .target(name: "CSecurityKey", dependencies: ["CFido2", "Countersign", "SecurityKeys"], swiftSettings: strict),
    .executableTarget(
      name: "CountersignSecurityKey", dependencies: ["CFido2", "CSecurityKey", "Countersign", "SecurityKeys"],
      swiftSettings: strict),
    .target(name: "SecurityKeys", dependencies: ["CSignature", "Countersign"], swiftSettings: strict),

    // Beside the module: what a login needs rarely and its own process is no place for.
    .executableTarget(
      name: "CountersignCompanion",
      dependencies: ["Countersign", "OATH", "CQRSymbol", "Delivery", "SecurityKeys", "Words"],
      swiftSettings: strict),

    // Beside the module, too: libldap is in no process that logs people in.
    .target(
      name: "CDirectory", dependencies: ["Countersign", "CLDAP", "CPosix"], swiftSettings: strict,
      linkerSettings: [.linkedLibrary("ldap"), .linkedLibrary("lber")]),
    .executableTarget(
      name: "CountersignDirectory", dependencies: ["CDirectory", "Countersign", "CLDAP", "CPosix"],
      swiftSettings: strict),

    .target(name: "VectorFiles", path: "Tests/VectorFiles", swiftSettings: strict),
    .testTarget(name: "OATHTests", dependencies: ["OATH", "VectorFiles"], swiftSettings: strict),
    .testTarget(
      name: "CountersignTests",
      dependencies: ["Countersign", "OATH", "CNettle", "CPosix", "CTestHost", "VectorFiles", "VirtualKeys"],
      exclude: ["Support/stand-in-directory"], swiftSettings: strict),
    .testTarget(
      name: "DirectoryTests", dependencies: ["CountersignDirectory", "CDirectory", "Countersign"],
      swiftSettings: strict),
    .testTarget(name: "WordsTests", dependencies: ["Words", "Countersign"], swiftSettings: strict),
    .testTarget(name: "DeliveryTests", dependencies: ["Delivery", "Countersign", "OATH"], swiftSettings: strict),
    .testTarget(
      name: "SecurityKeysTests", dependencies: ["SecurityKeys", "CSignature", "Countersign"], swiftSettings: strict),
    .testTarget(name: "LoginStacksTests", dependencies: ["LoginStacks"], swiftSettings: strict),
    .testTarget(
      name: "ForeignFormatsTests", dependencies: ["ForeignFormats", "Countersign", "OATH"],
      exclude: ["Samples", "Oracles"], swiftSettings: strict),
    .target(name: "CTestHost", path: "Tests/CTestHost", linkerSettings: [.linkedLibrary("pam")]),
    .target(
      name: "VirtualKeys", dependencies: ["OATH", "CTestHost"], path: "Tests/VirtualKeys", swiftSettings: strict),
    .testTarget(
      name: "PAMTests", dependencies: ["Countersign", "OATH", "CPAM", "CTestHost", "VirtualKeys"],
      exclude: ["module-probe.c", "README.md"], swiftSettings: strict),
    .testTarget(
      name: "CLITests",
      dependencies: ["countersign", "Countersign", "OATH", "CQRSymbol", "CTrialLogin", "LoginStacks", "Words"],
      exclude: ["Snapshots"],
      swiftSettings: strict),
  ]
)
