import CPAM
import Countersign

/// The handle that libpam gives to a module, for as long as one call of an entry lasts.
@safe
struct PAMHandle {
  private let pointer: OpaquePointer

  /// - Returns: `nil` for no handle at all.
  init?(_ pointer: OpaquePointer?) {
    // SAFETY: compared with null, kept, and only passed back to libpam.
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
  }

  /// The longest text taken over from libpam, in bytes.
  static let longestText = 4_096

  /// A text item such as `PAM_SERVICE`.
  func item(_ type: CInt) -> [UInt8]? {
    // SAFETY: on success the text is null or a C string that libpam keeps while nobody sets the item.
    var text: UnsafePointer<CChar>?
    guard unsafe cs_pam_text_item(pointer, type, &text) == PAM_SUCCESS else { return nil }
    return unsafe PAMHandle.bytes(text)
  }

  /// A secret text item such as `PAM_AUTHTOK`.
  func secretItem(_ type: CInt) throws(ConversationFailure) -> SecretBytes? {
    // SAFETY: as for `item`.
    var text: UnsafePointer<CChar>?
    let code = unsafe cs_pam_text_item(pointer, type, &text)
    guard code == PAM_SUCCESS else { throw ConversationFailure(code: code) }
    guard let text = unsafe text else { return nil }
    return try unsafe PAMHandle.secret(text)
  }

  /// Sets a text item to a secret.
  func set(_ type: CInt, to secret: Span<UInt8>) throws(ConversationFailure) {
    var terminated: SecretBytes
    do {
      terminated = try SecretBytes(capacity: secret.count + 1)
    } catch {
      throw ConversationFailure(code: PAM_BUF_ERR)
    }
    terminated.append(secret)
    terminated.append(0)
    // SAFETY: the bytes end in NUL, and libpam makes a copy of its own.
    let code = unsafe terminated.bytes.withUnsafeBufferPointer { unsafe pam_set_item(pointer, type, $0.baseAddress) }
    guard code == PAM_SUCCESS else { throw ConversationFailure(code: code) }
  }

  /// The user who logs in; libpam asks for the name if nobody gave it.
  func user() throws(ConversationFailure) -> UserName? {
    // SAFETY: on success the name is null or a C string that libpam keeps.
    var name: UnsafePointer<CChar>?
    let code = unsafe pam_get_user(pointer, &name, nil)
    guard code == PAM_SUCCESS else { throw ConversationFailure(code: code) }
    return unsafe PAMHandle.bytes(name).flatMap { UserName($0) }
  }

  /// A variable of the PAM environment, which the application sets; never the process environment, which in sudo
  /// belongs to the caller.
  func variable(_ name: StaticString) -> [UInt8]? {
    // SAFETY: a StaticString of the source ends in NUL; the result is null or a C string that libpam keeps.
    name.withUTF8Buffer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        unsafe text.baseAddress.flatMap { unsafe PAMHandle.bytes(pam_getenv(pointer, $0)) }
      }
    }
  }

  /// Asks or tells something.
  ///
  /// - Parameters:
  ///   - style: `PAM_PROMPT_ECHO_OFF`, `PAM_PROMPT_ECHO_ON`, `PAM_ERROR_MSG` or `PAM_TEXT_INFO`.
  ///   - text: ends in a NUL.
  /// - Returns: the answer; `nil` when there is none.
  func prompt(style: CInt, _ text: Span<UInt8>) throws(ConversationFailure) -> SecretBytes? {
    var answer: UnsafeMutablePointer<CChar>?
    // SAFETY: the text ends in NUL; the answer is null or a C string that belongs to us.
    let code = unsafe text.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe cs_pam_prompt(pointer, style, &answer, $0.baseAddress) }
    }
    // SAFETY: see above; wiped and freed exactly once, on every path.
    defer { unsafe cs_pam_wipe_answer(answer) }
    guard code == PAM_SUCCESS else { throw ConversationFailure(code: code) }
    guard let text = unsafe answer else { return nil }
    return try unsafe PAMHandle.secret(text)
  }

  /// Writes a line to the system log, facility authpriv.
  func log(_ priority: CInt, _ line: [UInt8]) {
    // SAFETY: the line ends in NUL.
    unsafe (line + [0]).withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe cs_pam_syslog(pointer, priority, $0.baseAddress) }
    }
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
    // SAFETY: null, or a C string, which is read up to its NUL.
    guard var next = unsafe text else { return nil }
    var bytes: [UInt8] = []
    while unsafe next.pointee != 0 {
      guard bytes.count < longestText else { return nil }
      bytes.append(unsafe UInt8(bitPattern: next.pointee))
      unsafe next += 1
    }
    return bytes
  }

  private static func secret(_ text: UnsafePointer<CChar>) throws(ConversationFailure) -> SecretBytes {
    // SAFETY: `text` is a C string; exactly its length is copied.
    let length = unsafe strlen(text)
    guard length <= longestText else { throw ConversationFailure(code: PAM_BUF_ERR) }
    do throws(SystemFailure) {
      var secret = try SecretBytes(capacity: max(Int(length), 1))
      // SAFETY: as above.
      for index in 0..<Int(length) { secret.append(unsafe UInt8(bitPattern: text[index])) }
      return secret
    } catch {
      throw ConversationFailure(code: PAM_BUF_ERR)
    }
  }
}
