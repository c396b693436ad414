/// A code of eight digits that a helpdesk reads out: salted hash only. Whether it was used stands in the state.
public struct TemporaryCode: Equatable, Sendable {
  /// What a code may be good for.
  public enum Purpose: Equatable, Sendable {
    /// One login.
    case login
    /// A ticket: it lets a user without a device enrol at a login.
    case enrolment

    /// The first word of its line.
    var word: StaticString {
      switch self {
      case .login: "temporary"
      case .enrolment: "ticket"
      }
    }
  }

  /// What it is good for.
  public let purpose: Purpose
  /// One more for each code of a user, so that the mark of an older one never counts for a newer one.
  public let number: UInt32
  /// Seconds since 1970, as all times here.
  public let created: UInt64
  /// The first second in which it no longer holds.
  public let until: UInt64
  public let by: UserName
  let code: RecoveryCodeSet.HashedCode
  /// What tells it from every other one, also from one of the same number that was issued after the record had gone;
  /// never 0. A part of the salt, which is random.
  public var mark: UInt32 { max(code.salt.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, 1) }

  /// - Returns: `nil` for the number 0, which stands for none, and for a code that would never hold.
  init?(
    _ purpose: Purpose = .login, number: UInt32, created: UInt64, until: UInt64, by: UserName,
    code: RecoveryCodeSet.HashedCode
  ) {
    guard number > 0, created < until else { return nil }
    self.purpose = purpose
    self.number = number
    self.created = created
    self.until = until
    self.by = by
    self.code = code
  }

  /// Whether its time is now; a clock that was set back before its beginning extends nothing.
  public func holds(at now: UInt64) -> Bool { created <= now && now < until }
}

extension TemporaryCode {
  /// As it stands in the record, without a line end.
  var line: [UInt8] {
    var text = RecordFormat.field(purpose.word, [RecordFormat.blank]) + RecordFormat.decimal(UInt64(number))
    text += RecordFormat.number(" created=", created)
    text += RecordFormat.number(" until=", until) + RecordFormat.field(" by=", PercentEncoding.encode(by.bytes))
    return text + RecordFormat.field(" ", Hex.encode(code.salt)) + RecordFormat.field(" ", Hex.encode(code.hash))
  }

  /// - Returns: `nil` for a line that ``line`` would not give.
  init?(line: ArraySlice<UInt8>) {
    let purpose: Purpose = line.starts(with: Purpose.enrolment.word) ? .enrolment : .login
    var fields = FieldReader(line)
    guard fields.word(purpose.word), let number = fields.number(upTo: UInt64(UInt32.max)),
      let created = fields.number("created", upTo: .max), let until = fields.number("until", upTo: .max),
      let by = fields.value("by").flatMap(PercentEncoding.decode).flatMap({ UserName($0) }),
      let code = RecoveryCodeSet.HashedCode(&fields), fields.isAtEnd
    else { return nil }
    self.init(purpose, number: UInt32(truncatingIfNeeded: number), created: created, until: until, by: by, code: code)
  }
}
