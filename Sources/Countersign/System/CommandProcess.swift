import CPosix

/// The process of a command, which belongs to itself alone. Nothing for a module in somebody else's process.
public enum CommandProcess {
  /// To be called before anything secret is in memory: from now on a pipe that nobody reads is a failure to write
  /// instead of the end of the process, and a crash leaves no core file.
  public static func prepare() {
    cs_prepare_command()
  }
}
