"""One module under measurement: its store, its PAM line, and a fresh code for each transaction."""

import base64
import os
import subprocess
import time
from pathlib import Path

from crowd import Crowd
from one_time_codes import hotp
from store import make_store

USER = "bench"
STEP = 30
FIRST_COUNTER = 1
SECRET_FILE = "made-by-google-authenticator"


class Contender:
    """A module with a user enrolled in it, at one place and with one kind of code."""

    name = ""

    def __init__(self, module: Path, place: Path, kind: str, secret: bytes):
        self.module = module
        self.place = place / self.name
        self.kind = kind
        self.secret = secret
        self.counter = FIRST_COUNTER
        self.clock = int(time.time()) // STEP * STEP
        self.place.mkdir(mode=0o700)
        self.enrol()

    def enrol(self) -> None:
        raise NotImplementedError

    def arguments(self) -> str:
        raise NotImplementedError

    def service_line(self) -> str:
        return f"auth required {self.module} {self.arguments()}\n"

    def next_code(self) -> tuple[str, str]:
        """The time of day and the code of a login that has not been yet; each is one step after the one before."""
        self.clock += STEP
        counter = self.clock // STEP if self.kind == "totp" else self.counter
        self.counter += 1
        return str(self.clock), hotp(self.secret, counter)


class GoogleAuthenticator(Contender):
    """As its own tool sets it up when every question is answered as it recommends."""

    name = "google"

    @staticmethod
    def make_secret(place: Path, kind: str) -> bytes:
        """Has the tool make its file, which `enrol` then takes; the other contenders are given the same secret."""
        file = place / SECRET_FILE
        option = ["-t", "-d", "-W"] if kind == "totp" else ["-c", "-w", "3"]
        subprocess.run(
            ["google-authenticator", *option, "-f", "-q", "-r", "3", "-R", "30", "-C", "-Q", "NONE", "-s", file],
            check=True, stdout=subprocess.DEVNULL)
        text = file.read_text().splitlines()[0]
        return base64.b32decode(text + "=" * (-len(text) % 8))

    def enrol(self) -> None:
        os.rename(self.place.parent / SECRET_FILE, self.place / USER)

    def arguments(self) -> str:
        return f"secret={self.place}/{USER} user=root"


class OATHToolkit(Contender):
    """pam_oath with one user in its file, its best case: the file is rewritten whole for each login."""

    name = "oath"

    def enrol(self) -> None:
        kind = "HOTP/T30" if self.kind == "totp" else "HOTP"
        file = self.place / "users.oath"
        file.touch(mode=0o600)
        file.write_text(f"{kind} {USER} - {self.secret.hex()}\n")

    def arguments(self) -> str:
        return f"usersfile={self.place}/users.oath window=3 digits=6"


class Countersign(Contender):
    """As `countersign enroll` makes it, recovery codes included, in the places where it is installed."""

    name = "countersign"
    command = Path("countersign")

    def enrol(self) -> None:
        self.enrol_below(self.place / "root")
        for folder in ("etc/countersign", "var/lib/countersign", "var/log/countersign"):
            installed = Path("/") / folder
            installed.mkdir(mode=0o700, parents=True, exist_ok=True)
            # This machine is private; the place is on the file system that is measured.
            subprocess.run(["mount", "--bind", self.place / "root" / folder, installed], check=True)

    def enrol_below(self, root: Path) -> None:
        make_store(root)
        counter = ["--counter", str(FIRST_COUNTER)] if self.kind == "hotp" else []
        subprocess.run(
            [self.command, "enroll", USER, "--root", root, "--type", self.kind, *counter, "--secret-stdin", "--hex",
             "--name", "bench", "--no-confirm", "--quiet", "--recovery-codes"],
            input=self.secret.hex() + "\n", text=True, check=True, stdout=subprocess.DEVNULL)

    def arguments(self) -> str:
        return ""


class CrowdedCountersign(Countersign):
    """With many others enrolled; several of these stand side by side."""

    def __init__(self, name: str, users: int, module: Path, place: Path, secret: bytes):
        self.name = name
        self.users = users
        super().__init__(module, place, "totp", secret)

    def enrol(self) -> None:
        root = self.place / "root"
        self.enrol_below(root)
        others = Crowd(root, USER, self.users - 1)
        others.enrol()
        if self.users > 1:
            subprocess.run([self.command, "list", others.name(self.users - 1), "--root", root], check=True,
                           stdout=subprocess.DEVNULL)

    def arguments(self) -> str:
        return f"root={self.place}/root"


class GovernedCountersign(Countersign):
    """With a policy file of its own; several of these stand side by side."""

    def __init__(self, name: str, policy: list[str], module: Path, place: Path, secret: bytes):
        self.name = name
        self.policy = policy
        super().__init__(module, place, "totp", secret)

    def enrol(self) -> None:
        root = self.place / "root"
        self.enrol_below(root)
        if self.policy:
            file = root / "etc/countersign/countersign.conf"
            file.write_text("".join(f"{line}\n" for line in self.policy))
            file.chmod(0o644)

    def arguments(self) -> str:
        return f"root={self.place}/root"
