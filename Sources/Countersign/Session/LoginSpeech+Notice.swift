extension LoginSpeech {
  /// A notice in a sentence or two, without a line end.
  func sentences(of notice: Notice) -> [UInt8] {
    switch notice {
    case .codeAlreadyUsed: say(.codeAlreadyUsed)
    case .tryAgain(let seconds): LoginSpeech.joined(say(.tooManyWrongCodes), wait(seconds))
    case .disabled: askingFor(.askToEnable, behind: say(.tooManyWrongCodes))
    case .unavailable: askingFor(.askToLook, behind: say(.notNow))
    case .mustEnroll(let days):
      askingFor(.askToEnrol, behind: days == 1 ? say(.enrolTomorrow) : say(.enrolLater, RecordFormat.decimal(days)))
    case .recoveryCodesLeft(let count): askingFor(.askForRecoveryCodes, behind: left(count))
    case .codeExpired: say(.codeExpired)
    case .codeCanBeSent: say(.codeCanBeSent)
    case .codeNotSent: say(.codeNotSent)
    case .keyNotThere: say(.keyNotThere)
    case .keyNotTouched: say(.keyNotTouched)
    case .keyUnusable: askingFor(.askToLook, behind: say(.keyUnusable))
    case .fromPolicy(let text): filled(text)
    }
  }

  /// Goes back to English where a client would garble what is told behind a refusal: those of OpenSSH before 10.3 write
  /// each byte beyond ASCII as an octal number there.
  func avoidGarbling(_ notice: Notice) {
    guard request.isBySSH, sentences(of: notice).contains(where: { $0 >= 0x80 }) else { return }
    language = .english
  }

  private func askingFor(_ help: LoginText, behind sentence: [UInt8]) -> [UInt8] {
    let request = contact.map { say(.ask, filled($0)) } ?? say(help)
    return LoginSpeech.joined(sentence, request)
  }

  private func wait(_ seconds: UInt64) -> [UInt8] {
    guard seconds > 90 else {
      return seconds == 1 ? say(.waitSecond) : say(.waitSeconds, RecordFormat.decimal(seconds))
    }
    return say(.waitMinutes, RecordFormat.decimal((seconds - 1) / 60 + 1))
  }

  private func left(_ count: Int) -> [UInt8] {
    switch count {
    case 0: say(.noRecoveryCode)
    case 1: say(.oneRecoveryCode)
    default: say(.fewRecoveryCodes, RecordFormat.decimal(UInt64(clamping: count)))
    }
  }
}
