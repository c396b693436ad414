/// What a machine takes a key's typing for, when its keyboard layout is another one than the key was made for.
public enum KeyboardLayout: CaseIterable, Sendable {
  /// QWERTY, QWERTZ, AZERTY and all others that leave the sixteen letters where they are.
  case usual
  case dvorak
  case colemak

  /// The digit, 0 to 15, that a typed character stands for.
  ///
  /// - Parameter character: a letter of either case, as Caps Lock may be on.
  func digit(_ character: UInt8) -> UInt8? {
    let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(character)
    let letter = isCapital ? character | 0x20 : character
    return switch self {
    case .usual: KeyboardLayout.usualDigit(letter)
    case .dvorak: KeyboardLayout.dvorakDigit(letter)
    case .colemak: KeyboardLayout.colemakDigit(letter)
    }
  }

  private static func usualDigit(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "c"): 0
    case UInt8(ascii: "b"): 1
    case UInt8(ascii: "d"): 2
    case UInt8(ascii: "e"): 3
    case UInt8(ascii: "f"): 4
    case UInt8(ascii: "g"): 5
    case UInt8(ascii: "h"): 6
    case UInt8(ascii: "i"): 7
    case UInt8(ascii: "j"): 8
    case UInt8(ascii: "k"): 9
    case UInt8(ascii: "l"): 10
    case UInt8(ascii: "n"): 11
    case UInt8(ascii: "r"): 12
    case UInt8(ascii: "t"): 13
    case UInt8(ascii: "u"): 14
    case UInt8(ascii: "v"): 15
    default: nil
    }
  }

  private static func dvorakDigit(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "j"): 0
    case UInt8(ascii: "x"): 1
    case UInt8(ascii: "e"): 2
    case UInt8(ascii: "."): 3
    case UInt8(ascii: "u"): 4
    case UInt8(ascii: "i"): 5
    case UInt8(ascii: "d"): 6
    case UInt8(ascii: "c"): 7
    case UInt8(ascii: "h"): 8
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "b"): 11
    case UInt8(ascii: "p"): 12
    case UInt8(ascii: "y"): 13
    case UInt8(ascii: "g"): 14
    case UInt8(ascii: "k"): 15
    default: nil
    }
  }

  private static func colemakDigit(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "c"): 0
    case UInt8(ascii: "b"): 1
    case UInt8(ascii: "s"): 2
    case UInt8(ascii: "f"): 3
    case UInt8(ascii: "t"): 4
    case UInt8(ascii: "d"): 5
    case UInt8(ascii: "h"): 6
    case UInt8(ascii: "u"): 7
    case UInt8(ascii: "n"): 8
    case UInt8(ascii: "e"): 9
    case UInt8(ascii: "i"): 10
    case UInt8(ascii: "k"): 11
    case UInt8(ascii: "p"): 12
    case UInt8(ascii: "g"): 13
    case UInt8(ascii: "l"): 14
    case UInt8(ascii: "v"): 15
    default: nil
    }
  }
}
