import CPosix

/// Files in people's homes, read as the people they belong to; for the command alone.
public enum HomeFile {
  /// A user's home directory; `nil` without an account or a home.
  public static func home(of user: UserName) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let name = FilePath(user.bytes)
    // SAFETY: each pointer comes with the count of its own array.
    let length = unsafe name.withBytes { bytes, count in
      unsafe buffer.withUnsafeMutableBufferPointer { unsafe cs_home_of(bytes, count, $0.baseAddress, $0.count) }
    }
    return length > 0 ? Array(buffer.prefix(Int(length))) : nil
  }

  /// Reads a file of a user's home. A child process becomes the user first, for good; it follows no link in place of
  /// the file, and reads only a regular file of the user's own.
  ///
  /// - Parameters:
  ///   - name: without a slash.
  ///   - limit: the most bytes to read; a larger file is a failure.
  /// - Throws: `ENOENT` where there is none, `EPERM` for somebody else's, `EINVAL` for what is no regular file, `ELOOP`
  ///   for a link, `EFBIG` for a larger one.
  public static func read(_ name: FilePath, of user: UserName, upTo limit: Int) throws(SystemFailure) -> SecretBytes {
    var content = try SecretBytes(capacity: limit)
    content.resize(to: limit)
    let owner = FilePath(user.bytes)
    var room = content.mutableBytes
    // SAFETY: each pointer comes with the count of its own array or buffer.
    let result = unsafe owner.withBytes { user, userLength in
      unsafe name.withBytes { file, fileLength in
        unsafe room.withUnsafeMutableBufferPointer {
          unsafe cs_read_home_file(user, userLength, file, fileLength, $0.baseAddress, $0.count)
        }
      }
    }
    let count = try checked(.open, result)
    content.resize(to: Int(count))
    return content
  }
}
