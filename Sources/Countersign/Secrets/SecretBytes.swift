import CPosix
import OATH

/// Secret bytes: one heap buffer with one owner, wiped when the owner lets go.
///
/// A secret, a recovery code, an answer, an otpauth URI and a drawn QR code are all held in this type and in no other;
/// `String` and `Array` copy themselves freely and leave the copies behind.
@safe
public struct SecretBytes: ByteSink, ~Copyable {
  private let storage: UnsafeMutablePointer<UInt8>
  /// How many bytes fit.
  public let capacity: Int
  /// How many bytes are in use, from the first on.
  public private(set) var count = 0

  /// Makes an empty buffer.
  ///
  /// - Parameter capacity: 1 byte to 16 MiB.
  /// - Throws: `ENOMEM` when there is no memory or the capacity is out of range.
  public init(capacity: Int) throws(SystemFailure) {
    guard (1...(1 << 24)).contains(capacity) else { throw SystemFailure(.allocate, .noMemory) }
    // SAFETY: calloc gives null or `capacity` zeroed bytes that belong to this value alone until free in deinit.
    guard let memory = unsafe cs_allocate(capacity) else { throw SystemFailure(.allocate, .noMemory) }
    unsafe storage = memory
    self.capacity = capacity
  }

  /// A copy of bytes that stand elsewhere; the caller wipes those.
  public init(copying bytes: Span<UInt8>) throws(SystemFailure) {
    try self.init(capacity: max(bytes.count, 1))
    append(bytes)
  }

  deinit {
    // SAFETY: `storage` holds `capacity` bytes since init and is freed here only.
    unsafe cs_wipe_and_free(storage, capacity)
  }

  /// The bytes in use.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      // SAFETY: `count` never exceeds the allocation, and the borrow keeps the buffer alive.
      let span = unsafe Span(_unsafeStart: UnsafePointer(storage), count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes in use, for changing in place.
  public var mutableBytes: MutableSpan<UInt8> {
    @_lifetime(&self)
    mutating get {
      // SAFETY: as for `bytes`; the exclusive access keeps others out.
      let span = unsafe MutableSpan(_unsafeStart: storage, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// Adds one byte.
  ///
  /// - Returns: whether it fitted; a full buffer stays as it is.
  @discardableResult
  public mutating func append(_ byte: UInt8) -> Bool {
    guard count < capacity else { return false }
    // SAFETY: count < capacity.
    unsafe storage[count] = byte
    count += 1
    return true
  }

  /// Adds bytes, all or none.
  @discardableResult
  public mutating func append(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= capacity - count else { return false }
    for index in bytes.indices {
      // SAFETY: count + bytes.count <= capacity was checked above.
      unsafe storage[count] = bytes[index]
      count += 1
    }
    return true
  }

  /// Brings `newCount` bytes into use (those added are zero) or takes bytes out of use and wipes them.
  ///
  /// - Returns: whether `newCount` is within the capacity; otherwise nothing changes.
  @discardableResult
  public mutating func resize(to newCount: Int) -> Bool {
    guard (0...capacity).contains(newCount) else { return false }
    if newCount < count {
      // SAFETY: newCount..<count lies within the allocation.
      unsafe cs_wipe(storage + newCount, count - newCount)
    }
    count = newCount
    return true
  }
}
