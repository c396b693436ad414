"""Everything the checks share: accounts, a memory disk, enrolled users, the module, the command."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from login_server import LoginServer
from report import Report
from store import Store

PEOPLE = 64
# Any time of day; 20 seconds into a time step.
NOON = 1_900_000_010


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True, text=True)


def unmount(place: Path) -> None:
    subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True, text=True)


@dataclass
class Person:
    """Somebody enrolled, and what only their devices know."""

    user: str
    secrets: dict[str, bytes] = field(default_factory=dict)
    recovery: list[str] = field(default_factory=list)


class Arena:
    """Made once a run, inside the mount namespace that `run` has opened."""

    def __init__(self, report: Report, module: Path, command: Path, work: Path, long: bool):
        self.report = report
        self.long = long
        self.work = work
        self.program = work / "login"
        self.module = module
        self.command = command
        self.memory = work / "memory"
        self.memory.mkdir()
        mount("-t", "tmpfs", "-o", "mode=0755,size=64m", "races", self.memory)
        self.people = [f"race-{number}" for number in range(1, PEOPLE + 1)]
        self.add_accounts([*self.people, "phone", "token", "other", "recover", "mixed", "newcomer"])
        self.server = LoginServer(self.program)
        self.numbers: dict[str, int] = {}
        self.template = Store(self.memory / "template", module, command).make()
        # Apart, so that the small template is soon copied.
        self.crowd = Store(self.memory / "crowd", module, command).make()
        self.enrolled: dict[str, Person] = {}
        self.enroll_everybody()

    def add_accounts(self, names: list[str]) -> None:
        """Puts accounts into an /etc/passwd that only this run sees."""
        accounts = self.memory / "passwd"
        shutil.copy("/etc/passwd", accounts)
        with open(accounts, "a") as file:
            for number, name in enumerate(names):
                file.write(f"{name}:x:{61_000 + number}:65534::/nonexistent:/usr/sbin/nologin\n")
        mount("--bind", accounts, "/etc/passwd")

    def enroll_everybody(self) -> None:
        for user in self.people:
            self.enroll(user, [("Token", "hotp", 6)], store=self.crowd)
        self.enroll("phone", [("Phone", "totp", 6)])
        self.enroll("token", [("Token", "hotp", 6)])
        self.enroll("other", [("Token", "hotp", 6)])
        self.enroll("recover", [("Phone", "totp", 6)], recovery=True)
        self.enroll("mixed", [("Phone", "totp", 6), ("Tablet", "totp", 6), ("Token", "hotp", 8)], recovery=True)

    def enroll(self, user: str, devices: list[tuple[str, str, int]], recovery: bool = False,
               store: Store | None = None) -> None:
        store = store or self.template
        person = Person(user)
        for name, kind, digits in devices:
            person.secrets[name] = store.enroll(user, name, kind, digits)
        if recovery:
            person.recovery = store.renew_recovery_codes(user)
        self.enrolled[user] = person

    def store(self, purpose: str, on: Path | None = None, crowd: bool = False) -> Store:
        """A fresh copy of a store, of the large one or the small, on the memory disk unless told otherwise."""
        number = self.numbers[purpose] = self.numbers.get(purpose, 0) + 1
        return (self.crowd if crowd else self.template).copy((on or self.memory) / f"{purpose}-{number}")

    def close(self) -> None:
        self.server.close()
        unmount(Path("/etc/passwd"))
        unmount(self.memory)
