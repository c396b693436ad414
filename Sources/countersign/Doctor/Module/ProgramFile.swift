/// A file that is, or should be, a program which the module, its companion or the command starts.
struct ProgramFile: Equatable {
  let path: String
  let isRegular: Bool
  let owner: UInt32
  let permissions: UInt32
}
