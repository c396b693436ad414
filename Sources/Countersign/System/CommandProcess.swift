import CPosix

/// The process of a command, which belongs to itself alone. Nothing for a module in somebody else's process.
public enum CommandProcess {
  /// To be called before anything secret is in memory: from now on a pipe that nobody reads is a failure to write
  /// instead of the end of the process, a crash leaves no core file, and times are those of this machine's zone,
  /// whatever `TZ` says.
  public static func prepare() {
    cs_prepare_command()
  }

  /// To be called before anything is opened: a standard stream that is closed is at its end from now on, or cannot be
  /// written to, where otherwise the next file would be taken for it.
  public static func openStreams() throws(SystemFailure) {
    _ = try checked(.open, cs_open_streams())
  }
}
