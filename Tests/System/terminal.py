"""A program in a terminal of its own, and somebody who reads what it shows and types."""

import os
import pty
import pwd
import re
import select
import signal
import time

from failure import Failure

PATIENCE = 20.0


class Terminal:
    """Runs a program on a pseudo-terminal, as the given user."""

    def __init__(self, arguments: list[str], user: str, environment: dict[str, str], typed: set[str]):
        self.title = " ".join(arguments)
        self.typed = typed
        self.shown = ""
        self.read_to = 0
        self.status: int | None = None
        account = pwd.getpwnam(user)
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            become(account)
            try:
                os.execvpe(arguments[0], arguments, environment | {"HOME": account.pw_dir, "USER": user})
            finally:
                os._exit(127)

    def expect(self, pattern: str, seconds: float = PATIENCE) -> re.Match:
        """Waits until the pattern is shown, after what an earlier call has found."""
        deadline = time.monotonic() + seconds
        while True:
            if found := re.compile(pattern).search(self.shown, self.read_to):
                self.read_to = found.end()
                return found
            if not self.read(deadline):
                raise Failure(f"expected on the terminal: {pattern}")

    def read(self, deadline: float) -> bool:
        """Takes more output in; whether there was some before the deadline and the end."""
        ready, _, _ = select.select([self.descriptor], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)

    def type(self, text: str) -> None:
        """Types a line; unless it is empty, it must never be in a log."""
        if text:
            self.typed.add(text)
        os.write(self.descriptor, text.encode() + b"\n")

    def say(self, text: str) -> None:
        """Types a line that is no secret, such as yes or no."""
        os.write(self.descriptor, text.encode() + b"\n")

    def interrupt(self) -> None:
        """Presses Ctrl-C, again each second while nothing ends: sudo misses one between its prompt and its reading."""
        for _ in range(int(PATIENCE)):
            os.write(self.descriptor, b"\x03")
            if self.ends(time.monotonic() + 1):
                return

    def ends(self, deadline: float) -> bool:
        """Takes output in until the program has ended; whether it has before the deadline."""
        while self.read(deadline):
            pass
        while self.status is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                return False
            else:
                select.select([], [], [], 0.005)
        return True

    def finish(self, seconds: float = PATIENCE) -> int:
        """Waits for the end; the exit status, or the negative number of a signal."""
        if not self.ends(time.monotonic() + seconds) or self.status is None:
            raise Failure(f"expected an end of: {self.title}")
        return self.status

    def close(self) -> None:
        os.close(self.descriptor)
        if self.status is None:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def become(account: pwd.struct_passwd) -> None:
    """In the child: the user's identity and a terminal that interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.initgroups(account.pw_name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.chdir("/")
