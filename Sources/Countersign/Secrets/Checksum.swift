import CNettle

/// SHA-256 over two pieces in a row (FIPS 180-4); finds damage, does not keep anyone out.
enum Checksum {
  static let length = 32

  static func of(_ first: [UInt8], _ second: ArraySlice<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    // SAFETY: each pointer comes with the count of its own buffer.
    unsafe second.withUnsafeBufferPointer { second in
      _ = unsafe cs_sha256(first, first.count, second.baseAddress, second.count, &digest, digest.count)
    }
    return digest
  }

  static func of(_ bytes: Span<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    // SAFETY: each pointer comes with the count of its own buffer.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      _ = unsafe cs_sha256(bytes.baseAddress, bytes.count, nil, 0, &digest, digest.count)
    }
    return digest
  }
}
