import CPosix

extension Clock {
  /// Whether somebody keeps the machine's clock right, as the kernel has been told; `nil` where it does not say.
  public static var isKept: Bool? {
    let answer = cs_clock_is_kept()
    return answer < 0 ? nil : answer == 1
  }
}
