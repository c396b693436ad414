import ArgumentParser
import Countersign

/// The serial number of a hardware token on the command line.
struct SerialArgument: ExpressibleByArgument {
  let serial: TokenSerial

  init?(argument: String) {
    guard let serial = TokenSerial(Array(argument.utf8)) else { return nil }
    self.serial = serial
  }
}
