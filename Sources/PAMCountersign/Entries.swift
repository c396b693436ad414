import CPAM
import Countersign

/// `pam_sm_authenticate(3)`: asks for the second factor and checks it.
@c @implementation
public func pam_sm_authenticate(
  _ pamh: OpaquePointer?, _ flags: CInt, _ argc: CInt, _ argv: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> CInt {
  // SAFETY: libpam passes its handle and `argc` strings, all of which outlive this call.
  guard let handle = unsafe PAMHandle(pamh) else { return PAMResult.code(for: .noUser) }
  let arguments = unsafe ModuleArguments.list(argc, argv)
  return Authenticate(handle: handle, arguments: arguments).run()
}

/// `pam_sm_setcred(3)`: a code brings no credentials that could be set or taken away.
@c @implementation
public func pam_sm_setcred(
  _ pamh: OpaquePointer?, _ flags: CInt, _ argc: CInt, _ argv: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> CInt {
  PAMResult.code(for: .noCredentials)
}

/// `pam_sm_acct_mgmt(3)`: has no opinion about accounts.
@c @implementation
public func pam_sm_acct_mgmt(
  _ pamh: OpaquePointer?, _ flags: CInt, _ argc: CInt, _ argv: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> CInt {
  PAMResult.code(for: .noAccountRule)
}
