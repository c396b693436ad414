// swift-tools-version: 6.2
import PackageDescription

/// Fuzz targets for everything that reads what others wrote; a package of its own, because a program without a `main`
/// would break the ordinary build. `run` builds and runs them.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableExperimentalFeature("Lifetimes"),
  // libFuzzer brings the `main`.
  .unsafeFlags(["-parse-as-library"]),
]

/// One program a target: libFuzzer takes one function a program.
let targets = [
  "Answer", "Arguments", "Audit", "AuditFile", "Base32", "Directory", "Import", "KeyContainer", "Name", "Policy", "Record",
  "SealKey", "SecurityKey", "State", "Token", "TokenList", "URI",
]

let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "Countersign", path: "../..")],
  targets: [
    .target(
      name: "FuzzInput",
      dependencies: [.product(name: "CountersignCore", package: "Countersign")],
      swiftSettings: strict)
  ] + targets.map { name in
    .executableTarget(
      name: "Fuzz\(name)",
      dependencies: [
        "FuzzInput", .product(name: "CountersignCore", package: "Countersign"),
        .product(name: "ForeignFormats", package: "Countersign"),
        .product(name: "SecurityKeys", package: "Countersign"),
      ],
      swiftSettings: strict)
  }
)
