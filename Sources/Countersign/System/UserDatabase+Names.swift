import CPosix

extension UserDatabase {
  /// The name of an account; `nil` where there is none, and where the name service does not say.
  public static func name(of uid: UInt32) -> UserName? {
    var buffer = [UInt8](repeating: 0, count: 255)
    // SAFETY: the pointer comes with the count of its own array.
    let length = unsafe buffer.withUnsafeMutableBufferPointer {
      unsafe cs_name_of_account(uid, $0.baseAddress, $0.count)
    }
    return length > 0 ? UserName(Array(buffer.prefix(Int(length)))) : nil
  }

  /// Whose login session this process belongs to, as the kernel has it, whatever user it is by now.
  ///
  /// - Returns: `nil` where no session was begun, and where the kernel keeps no such account.
  public static func loginUser() -> UInt32? {
    var buffer = [UInt8](repeating: 0, count: 16)
    var room = buffer.mutableSpan
    let count: Int
    do throws(SystemFailure) {
      count = try FileDescriptor.open(FilePath("/proc/self/loginuid"), .read).read(into: &room)
    } catch {
      return nil
    }
    var text = buffer.prefix(count)
    if text.last == UInt8(ascii: "\n") { text = text.dropLast() }
    // The highest number stands for none.
    return FieldReader.number(text, upTo: UInt64(UInt32.max) - 1).map { UInt32(truncatingIfNeeded: $0) }
  }
}
