import CQRSymbol
import Countersign
import Testing

@testable import countersign

@Suite struct TerminalTests {
  @Test("The first locale variable that is set decides about UTF-8", arguments: [
    ([:], false), (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "de_DE@euro"], false),
    (["LANG": "de_DE.UTF-8@euro"], true), (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false),
    (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8"], true), (["LC_CTYPE": "POSIX", "LANG": "en_US.UTF-8"], false),
  ] as [([String: String], Bool)])
  func encoding(environment: [String: String], isUTF8: Bool) {
    #expect(Terminal(environment: environment, outputIsTerminal: true, window: nil).isUTF8 == isUTF8)
  }

  @Test("Colours are set at a terminal that has them, unless NO_COLOR says no", arguments: [
    (["TERM": "xterm"], true, QRPalette.theme), (["TERM": "xterm-256color"], true, .cube),
    (["TERM": "xterm", "COLORTERM": "truecolor"], true, .cube), (["TERM": "dumb"], true, nil), ([:], true, nil),
    (["TERM": "xterm", "NO_COLOR": "1"], true, nil), (["TERM": "xterm", "NO_COLOR": ""], true, .theme),
    (["TERM": "xterm-256color"], false, nil),
  ] as [([String: String], Bool, QRPalette?)])
  func colours(environment: [String: String], isTerminal: Bool, palette: QRPalette?) {
    #expect(Terminal(environment: environment, outputIsTerminal: isTerminal, window: nil).palette == palette)
  }

  @Test("A window of unknown size is taken for 80 by 24")
  func window() {
    #expect(Terminal(environment: [:], outputIsTerminal: false, window: nil).window == .standard)
    let wide = WindowSize(columns: 132, rows: 50)
    #expect(Terminal(environment: [:], outputIsTerminal: true, window: wide).window == wide)
  }
}
