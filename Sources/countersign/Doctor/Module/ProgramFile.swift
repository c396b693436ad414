/// A file that is, or should be, the companion of the module.
struct CompanionFile: Equatable {
  let path: String
  let isRegular: Bool
  let owner: UInt32
  let permissions: UInt32
}
