import Countersign
import FuzzInput

/// The arguments of a PAM line, one behind another with NUL between them.
@c(LLVMFuzzerTestOneInput)
public func fuzzArguments(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let list = input.remainder().split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
  do throws(ModuleArguments.Flaw) {
    let arguments = try ModuleArguments(list)
    Claim.check(arguments.root.isEmpty || arguments.root.first == UInt8(ascii: "/"), "a root is absolute")
    Claim.check(arguments.options.prompt.map { !$0.isEmpty } ?? true, "a prompt says something")
    let asked = list.contains { $0.elementsEqual("nullok".utf8) }
    Claim.check(arguments.nullok == asked, "only the word nullok lets the unenrolled pass")
  } catch {
    Claim.check((1...max(1, list.count)).contains(error.position), "a flaw is one of the arguments")
    Claim.check(!error.name.contains(UInt8(ascii: "=")), "a flaw names no value")
  }
  return 0
}
