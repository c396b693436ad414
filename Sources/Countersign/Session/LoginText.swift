/// What the module says to people of its own accord, in English.
///
/// Every string literal in this file is a message of the catalogues, in their context `login`: translations are found
/// by it. `%1$s` stands for what a text leaves open, once at most. Sentences that stand behind each other are messages
/// of their own.
struct LoginText {
  let english: StaticString

  private init(_ english: StaticString) {
    self.english = english
  }

  /// Clients such as VS Code look for just this text.
  static var verificationCode: Self { Self("Verification code: ") }
  static var passwordAndCode: Self { Self("Password & verification code: ") }
  static var challenge: Self { Self("Challenge %1$s.") }
  static var codeAlreadyUsed: Self { Self("This code has been used already. Wait for the next one.") }
  static var codeExpired: Self { Self("This code has expired. Ask for a new one.") }
  static var codeCanBeSent: Self { Self("To have a code sent to you, type: send") }
  static var codeNotSent: Self { Self("No code could be sent. Use another device.") }
  static var keyNotThere: Self { Self("Your security key is needed. Plug it in and try again.") }
  static var keyNotTouched: Self { Self("Your security key was not touched in time.") }
  static var keyUnusable: Self { Self("Your security key cannot be used now.") }
  static var notNow: Self { Self("Your code cannot be checked now.") }
  static var tooManyWrongCodes: Self { Self("Too many wrong codes.") }
  static var waitSecond: Self { Self("Try again in 1 second.") }
  static var waitSeconds: Self { Self("Try again in %1$s seconds.") }
  static var waitMinutes: Self { Self("Try again in %1$s minutes.") }
  static var enrolTomorrow: Self { Self("From tomorrow on you will need a second factor to log in here.") }
  static var enrolLater: Self { Self("In %1$s days you will need a second factor to log in here.") }
  static var noRecoveryCode: Self { Self("You have no recovery code left.") }
  static var oneRecoveryCode: Self { Self("You have only 1 recovery code left.") }
  static var fewRecoveryCodes: Self { Self("You have only %1$s recovery codes left.") }
  static var askToEnable: Self { Self("Ask your administrator to enable your device again.") }
  static var askToLook: Self { Self("Ask your administrator to look at the log.") }
  static var askToEnrol: Self { Self("Ask your administrator to enrol you.") }
  static var askForRecoveryCodes: Self { Self("Ask your administrator for new recovery codes.") }
  /// In place of the four before, where the policy says whom to ask.
  static var ask: Self { Self("Ask: %1$s") }
}
