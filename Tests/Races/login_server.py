"""Logins made by login.c: batches in processes of their own, or one under strace."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

SUCCESS, AUTH_ERR, AUTHINFO_UNAVAIL, MAXTRIES = 0, 7, 9, 11
UNFINISHED = -1


@dataclass(frozen=True)
class Outcome:
    code: int
    signal: int
    descriptors: int
    log: str

    @property
    def accepted(self) -> bool:
        return self.code == SUCCESS

    @property
    def finished(self) -> bool:
        return self.code != UNFINISHED and self.signal == 0

    @property
    def reason(self) -> str:
        """The reason of the line that tells the outcome: the last one but what the audit file lacks."""
        lines = [line for line in self.log.rstrip("\t").split("\t") if "audit-line-lost" not in line]
        line = lines[-1] if lines else ""
        return line.split(" reason=", 1)[1].split(" ", 1)[0] if " reason=" in line else "(none)"

    def __str__(self) -> str:
        lines = self.log.rstrip("\t").replace("\t", " / ")
        left = f"{self.descriptors} descriptors left"
        return f"PAM code {self.code}, signal {self.signal}, {left}, log: {lines or '(none)'}"


def parse(line: str) -> Outcome:
    code, signal, descriptors, log = line.rstrip("\n").split("\t", 3)
    return Outcome(int(code), int(signal), int(descriptors), log)


@dataclass(frozen=True)
class Login:
    """One login: where its PAM service is, who, and what is typed."""

    configuration: Path
    user: str
    code: str
    service: str = "countersign"

    def __str__(self) -> str:
        return f"{self.configuration} {self.service} {self.user} {self.code}"


class LoginServer:
    """A process of login.c that answers batches."""

    def __init__(self, program: Path):
        self.process = subprocess.Popen(
            [program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def send(self, logins: list[Login], **settings: int | str) -> None:
        words = " ".join(f"{name}={value}" for name, value in settings.items())
        self.process.stdin.write(f"count={len(logins)} {words}\n" + "".join(f"{login}\n" for login in logins))
        self.process.stdin.flush()

    def receive(self, count: int) -> list[Outcome]:
        return [parse(self.process.stdout.readline()) for _ in range(count)]

    def run(self, logins: list[Login], **settings: int | str) -> list[Outcome]:
        self.send(logins, **settings)
        return self.receive(len(logins))

    def one(self, login: Login, **settings: int | str) -> Outcome:
        return self.run([login], **settings)[0]

    def children(self) -> list[int]:
        """The processes of the batch that runs now."""
        own = self.process.pid
        return [int(word) for word in Path(f"/proc/{own}/task/{own}/children").read_text().split()]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()
