import CPAM
import Countersign
@c @implementation
public func pam_sm_authenticate(
  _ pamh: OpaquePointer?, _ flags: CInt, _ argc: CInt, _ argv: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> CInt {
  return 3
}
