"""A login through libpam, in a process and on a host of its own, that waits with each answer until a case gives it."""

import json
import subprocess
import sys
import time
from pathlib import Path

from failure import Failure

SUCCESS, AUTH_ERR, AUTHINFO_UNAVAIL, MAXTRIES = 0, 7, 9, 11
NAMES = {SUCCESS: "success", AUTH_ERR: "refused", AUTHINFO_UNAVAIL: "unavailable", MAXTRIES: "throttled"}


class SteppedLogin:
    """Begins at once; `ask` tells what it wants to know, `answer` tells it, `finish` how it ends."""

    def __init__(
        self, service: str, user: str, typed: set[str], host: str, variables: dict[str, str] | None = None,
        **items: str,
    ):
        self.typed = typed
        self.asked: list[str] = []
        self.told: list[str] = []
        self.result: int | None = None
        self.begin = time.monotonic()
        self.seconds = 0.0
        self.process = subprocess.Popen(
            ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', host, sys.executable, "-B",
             Path(__file__).with_name("pam_login.py"), "--talk", service, user,
             *(f"{name}={value}" for name, value in items.items())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", **(variables or {})})

    def ask(self) -> str | None:
        """The next question, or nothing when it has ended."""
        while self.result is None:
            line = self.process.stdout.readline()
            if not line:
                raise Failure(f"a login ended without a result: status {self.process.wait(10)}, asked {self.asked}")
            said = json.loads(line)
            if "asked" in said:
                self.asked.append(said["asked"])
                return said["asked"]
            if "told" in said:
                self.told.append(said["told"])
            else:
                self.result = said["result"]
                self.seconds = time.monotonic() - self.begin
        return None

    def answer(self, text: str) -> None:
        if text:
            self.typed.add(text)
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def finish(self, *answers: str) -> "SteppedLogin":
        """Gives these answers to what is still asked, then none, and waits for the end."""
        waiting = list(answers)
        while self.ask() is not None:
            if waiting:
                self.answer(waiting.pop(0))
            else:
                self.process.stdin.close()
        self.close()
        return self

    def close(self) -> None:
        """Hangs up, as a client that has gone."""
        for stream in (self.process.stdin, self.process.stdout):
            if not stream.closed:
                stream.close()
        self.process.wait(30)

    @property
    def outcome(self) -> str:
        return NAMES.get(self.result, f"PAM code {self.result}")
