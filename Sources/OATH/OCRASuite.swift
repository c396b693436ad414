/// What an OCRA token computes its answers of (RFC 6287 section 6), read from a text such as
/// `OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1`. Never changes; a class, because whatever names a device carries one about.
public final class OCRASuite: Equatable, Sendable {
  /// Of which characters a challenge is (5.1).
  public enum QuestionForm: Equatable, Sendable {
    case alphanumeric, numeric, hexadecimal
  }

  /// Why a suite does not serve here.
  public enum Flaw: Error, Equatable, Sendable {
    /// It is none, or not spelled as the RFC has it.
    case malformed
    /// Its answers are whole digests, or have less than six digits.
    case badDigits(Int)
    /// A challenge of less than six characters would come back too soon.
    case shortQuestion(Int)
    /// It wants session information, which a login has none of.
    case session
  }

  /// In capitals, as the token and the server both hash it.
  public let text: [UInt8]
  public let algorithm: HashAlgorithm
  public let digits: DigitCount
  public let hasCounter: Bool
  public let questionForm: QuestionForm
  /// The most characters of a challenge.
  public let questionLength: Int
  /// By which a PIN is hashed that is part of each answer.
  public let pin: HashAlgorithm?
  /// How long a time step is, in seconds; `nil` without a clock.
  public let timeStep: UInt64?

  /// Reads a suite.
  ///
  /// - Parameter text: letters of either case.
  public init(_ text: [UInt8]) throws(Flaw) {
    let capitals = text.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & 0xDF : $0 }
    var reader = OCRASuiteReader(capitals)
    guard text.count <= OCRASuite.longestText, let function = reader.function(), let input = reader.input() else {
      throw .malformed
    }
    guard !input.hasSession else { throw .session }
    guard let digits = DigitCount.ofAnswer(function.digits) else { throw .badDigits(function.digits) }
    guard input.questionLength >= OCRASuite.shortestQuestion else { throw .shortQuestion(input.questionLength) }
    self.text = capitals
    algorithm = function.algorithm
    self.digits = digits
    hasCounter = input.hasCounter
    questionForm = input.questionForm
    questionLength = input.questionLength
    pin = input.pin
    timeStep = input.timeStep
  }

  /// Whether both are spelled the same.
  public static func == (left: OCRASuite, right: OCRASuite) -> Bool { left.text == right.text }

  /// Every part as long as it can be.
  private static let longestText = 64
  static let shortestQuestion = 6
}
