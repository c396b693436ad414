"""A store below a directory of its own, with the PAM service that uses it."""

import json
import os
import secrets
import shutil
import subprocess
from pathlib import Path

import codes
import statefile
from login_server import Login

SERVICE = "auth required {module} root={root}\naccount required pam_permit.so\n"


class Store:
    def __init__(self, root: Path, module: Path, command: Path):
        self.root = root
        self.module = module
        self.command = command
        self.configuration = root / "pam.d"
        self.base = root / "var/lib/countersign"
        self.key = root / "etc/countersign/seal.key"
        self.audit = root / "var/log/countersign"

    def make(self) -> "Store":
        """An empty store, as install.sh makes it."""
        for directory in (self.base / "users", self.base / "state", self.key.parent, self.audit):
            directory.mkdir(parents=True)
            directory.chmod(0o700)
        self.base.chmod(0o700)
        self.key.write_text(f"countersign-seal-key 1 {secrets.token_hex(32).upper()}\n")
        self.key.chmod(0o600)
        policy = self.key.with_name("countersign.conf")
        policy.write_text("Mode mandatory\n")
        policy.chmod(0o644)
        self.write_service()
        return self

    def write_service(self) -> None:
        self.configuration.mkdir(exist_ok=True)
        text = SERVICE.format(module=self.module, root=self.root)
        (self.configuration / "countersign").write_text(text)
        (self.configuration / "other").write_text("auth required pam_deny.so\naccount required pam_deny.so\n")

    def copy(self, root: Path) -> "Store":
        """The same store somewhere else, as far as a login can tell."""
        shutil.copytree(self.root, root, symlinks=True)
        twin = Store(root, self.module, self.command)
        twin.write_service()
        return twin

    def remove(self) -> None:
        shutil.rmtree(self.root)

    # Administration, by the command.

    def arguments(self, *words: str) -> list[str]:
        return [str(self.command), words[0], *words[1:], "--root", str(self.root)]

    def administrate(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.arguments(*words), input=given, capture_output=True, text=True, timeout=60)

    def must(self, *words: str, given: str = "") -> str:
        done = self.administrate(*words, given=given)
        if done.returncode != 0:
            raise RuntimeError(f"countersign {words[0]} failed: {done.stderr.strip()}")
        return done.stdout

    @staticmethod
    def enrolment(user: str, name: str, kind: str = "hotp", digits: int = 6) -> list[str]:
        return ["enroll", user, "--secret-stdin", "--hex", "--no-confirm", "--quiet", "--type", kind,
                "--digits", str(digits), "--name", name]

    def enroll(self, user: str, name: str, kind: str = "hotp", digits: int = 6) -> bytes:
        """Enrols a device; gives its secret."""
        secret = codes.secret()
        self.must(*self.enrolment(user, name, kind, digits), given=secret.hex() + "\n")
        return secret

    def renew_recovery_codes(self, user: str) -> list[str]:
        return self.must("recovery-codes", user, "--quiet").split()

    def device_names(self, user: str) -> list[str]:
        done = self.administrate("list", user, "--json")
        return [device["name"] for device in json.loads(done.stdout)] if done.returncode == 0 else []

    # The files.

    def login(self, user: str, code: str) -> Login:
        return Login(self.configuration, user, code)

    def state_file(self, user: str) -> Path:
        return self.base / "state" / user

    def record_file(self, user: str) -> Path:
        return self.base / "users" / user

    def state(self, user: str) -> statefile.State:
        return statefile.serving(self.state_file(user).read_bytes(), user)

    def put_state(self, user: str, content: bytes) -> None:
        """Puts back an earlier state, in place."""
        with open(self.state_file(user), "r+b") as file:
            file.write(content)

    def key_files(self) -> set[str]:
        """Every name beside the host key."""
        return set(os.listdir(self.key.parent))

    def host_keys(self) -> list[str]:
        """The lines of the key file: one, or two while a rotation is under way."""
        return self.key.read_text().splitlines()

    def files(self) -> set[str]:
        """Every name below users, state and, once they are there, tokens and moving."""
        folders = [folder for folder in ("users", "state", "tokens", "moving") if (self.base / folder).is_dir()]
        return {f"{folder}/{name}" for folder in folders for name in os.listdir(self.base / folder)}
