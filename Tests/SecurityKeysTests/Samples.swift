import CSignature
import Foundation

@testable import SecurityKeys

/// Keys and signatures that others have made: python3-cryptography those of authenticators, ssh-keygen with sk-dummy
/// those of SSH. Their private keys are gone.
enum Samples {
  static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }

  static let party = Array("pam://example".utf8)
  /// SHA-256 of `challenge`.
  static let clientData = bytes(
    "LdAL134CIs7YgmZUganB2fkHMJ0W4F7QB6HqY5KEd6k=")

  static let es256Key = bytes(
    "pzknbD7biGB1YUdmEupl44N608Csv4oF+PVOeqr5P7Lmlvo0tWnrkmhLn8qaLmz+TLct4ZyfN9DcOm4adhVP8w==")
  static let es256Signature = bytes(
    "MEYCIQCUM8UUGfPD+/5jVFQgBVZkF1ylFyPFemXQJr0evJJLlQIhAK3/kF4ZcNjaN0v16D1nYC4nQqjm8CUgn17zLB3CVS0j")
  static let eddsaKey = bytes(
    "ItwrUCVbxbyw4Lkj6xedhhfESGxeAg3ATI7hO4tnA8I=")
  static let eddsaSignature = bytes(
    "rEyZ/gDnaSIm7j2Y1Pgz6uywMEg05IQ5Dzy/FVrTMU0CoayyliHmGc4rZw4ZxJ77W9wjOOI9Iz3WBM1BZ5lCDA==")
  static let rs256Key = bytes(
    """
    0cezrvm/Os0gbbarZDcfvzGB2cGbbFKCuOasUwITiMdKmPZt3QgiX2PGeNFhOeF5Tsmonq810wqbvfmA8V/hEHClyevAwl9QwC2gAwY0\
    obP12YzrQl8KdU7wLxLA0v3/EOcGBaq89AzsMQcCXriltUd784vgac9XU1+yBaE4EnwiEa0ICIcAttnjkVeI/eiALo0C1MmrhrBt8c6Z\
    uJb7IJcCk7HkQvbFGRMJB34x4TefZgzYqoqf7n1oQu1o3E2r3UgIU4brg/GPSHrsTwPvsRMRWYXXKkWqil0LzzDsjN97Y5NgWVAOP9Il\
    EQ0vJJky6FVHeLxWejhmSU2fyRbARQEAAQ==
    """)
  static let rs256Signature = bytes(
    """
    O6U4Tk0fpPdVXhVXp32T+nfk7bplIAws0MqWGrsttCbAviuvg4gDwRgDEKpuTnt6Pgdg5McXBIbQg1KOPkFfToF7flj+7Xcltg7HGdnC\
    x4N+g91MXmdRx4ViFQBUj2+JGa6adh5qtFQjYd5YbLemZbG8yHGSFYgiEm2qfdKc5JDzmHL15fs8jevQegmYgAbhj5yyeeWmHxFI9VY3\
    e9ZWHM8BSs5xPzkehHdTJUS2+R94QJy1DLqTBot6ePMnWs0zSyTV8f54OCheVA/aZvuxlNwkbkAdsfmAGP0wUnQk3JNkcPfXEMhU+y6w\
    Yyi65DvtVGnHUsSIsmd/hHgg+xFkuw==
    """)
  /// The same key as es256, over data without a touch, and with a touch alone.
  static let untouched = bytes(
    "MEUCIQDm5N1UiAO5s6iQGzfOOoInW9C3l1ysSzdU9Ey4BAUHhwIgOXa7H+sOQD0PMcmrOfdwfUvCVbQQYu8JkIoXBRBwnc4=")
  static let unverified = bytes(
    "MEUCIE9dGWSO18WsfCUdh1bBTQFivdBfLpN4S9zx3P5+3SdsAiEA8ivuG5XJtH7fZgL26MvJdJjVcjgYMmXbzsCzJdiJjoM=")

  /// As an authenticator gives it; counter 7.
  static func data(flags: UInt8, party: [UInt8] = party) -> [UInt8] {
    Digest.sha256(party) + [flags, 0, 0, 0, 7]
  }

  /// What ssh-keygen has signed.
  static let statement = LoginStatement(
    host: Array("example".utf8), user: Array("alice".utf8), service: Array("sudo".utf8),
    terminal: Array("/dev/pts/1".utf8), seconds: 1_790_000_000, nonce: Array(0..<32))

  static let sshEd25519Key = bytes(
    "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIBKf+mf5eUuJ+egDK0qY+OJlcOCHTwsG4PnQwfIfpJKWAAAABHNzaDo=")
  static let sshEd25519Signature = bytes(
    """
    AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAQC0ykIVb+l9tVCp8dsmWUO/vhCk0Cz5OKIsuUsInG5WkR17Dr2ejFr0cFpyb\
    12sqjPYFTeGVGHpAQVV+tTPbHA0BEjRWeA==
    """)
  static let sshECDSAKey = bytes(
    """
    AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBIARjvfj5qjgByCwlNkst7J86vawTV9G\
    D1uorwKEcwOGQ3BByrM6wRYRXn39+pv8lTUSpQDnvI89LY2i7UWbcaUAAAAEc3NoOg==
    """)
  static let sshECDSASignature = bytes(
    """
    AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAABJAAAAIHb5jPY5VTMIXqpDgqs6tsRxahrk3ctB7uDRX7vVXbYh\
    AAAAIQCixfb2yTaIM+TBwGO8bZYlKwlLkn8uAkDIv9Z9EQ+kXgESNFZ4
    """)
}
