import CLDAP

/// Takes what libldap tells of entries.
package final class EntryCollector {
  /// The entry that was told last, when it was over.
  package private(set) var last: EntryValues?
  /// Whether there was more than there is room for.
  package private(set) var isOverfull = false
  private var current = EntryValues()
  private let each: (EntryValues) -> Bool

  /// - Parameter each: is told every entry; what it returns says whether to go on.
  package init(each: @escaping (EntryValues) -> Bool = { _ in true }) {
    self.each = each
  }

  /// Has a call of libldap tell this collector.
  package func collect(_ call: (UnsafePointer<cs_ldap_reader>) -> Int32) -> Int32 {
    // SAFETY: the context is this object, which lives as long as the call.
    var reader = unsafe cs_ldap_reader(
      context: Unmanaged.passUnretained(self).toOpaque(),
      value: { context, attribute, bytes, length in
        guard let context = unsafe context, let attribute = unsafe attribute else { return 0 }
        let collector = unsafe Unmanaged<EntryCollector>.fromOpaque(context).takeUnretainedValue()
        let value = unsafe Array(UnsafeBufferPointer(start: bytes, count: length))
        return collector.take(value, of: unsafe String(cString: attribute)) ? 1 : 0
      },
      finish: { context in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<EntryCollector>.fromOpaque(context).takeUnretainedValue().finish() ? 1 : 0
      })
    return withExtendedLifetime(self) { unsafe call(&reader) }
  }

  private func take(_ value: [UInt8], of name: String) -> Bool {
    guard let attribute = EntryAttribute(name: name) else { return true }
    guard current.add(value, to: attribute) else {
      isOverfull = true
      return false
    }
    return true
  }

  private func finish() -> Bool {
    last = current
    current = EntryValues()
    return each(last ?? current)
  }
}
