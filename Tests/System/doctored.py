"""A machine with sshd, sudo and the clock set up as `countersign doctor` wants them, in which traps are planted."""

import fcntl
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from failure import Failure, expect
from machine import ENVIRONMENT, Machine

DROP_IN = Path("/etc/ssh/sshd_config.d/10-countersign.conf")
SUDOERS = Path("/etc/sudoers.d/doctored")
MODULE = Path("/usr/local/lib/countersign-tests/pam_countersign.so")
CHRONYC = Path("/usr/local/bin/chronyc")
SYNCHRONISED = """\
#!/bin/sh
echo 'System time     : 0.000001 seconds fast of NTP time'
echo 'Leap status     : Normal'
"""


class Doctored:
    """What the doctor finds; everything planted is taken back."""

    def __init__(self, machine: Machine, root: Path | None = None):
        self.machine = machine
        # Whose store it looks at: the machine's, or that of one of many hosts.
        self.root = root or machine.root
        self.folders = [Path(folder) for folder in ("/etc/ssh/sshd_config.d", "/usr/local/bin", str(MODULE.parent))]
        for folder in self.folders:
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def sound(self, *users: str) -> Iterator[None]:
        """The machine without a trap; `users` are enrolled."""
        files = {
            Path("/etc/pam.d/sshd"): (0o644, self.stack("@include common-auth", "auth required MODULE")),
            Path("/etc/pam.d/sudo"): (0o644, self.stack("@include common-auth", "auth required MODULE")),
            Path("/etc/ssh/sshd_config"): (0o600, self.sshd_config("PermitRootLogin no")),
            DROP_IN: (0o644, "UsePAM yes\nKbdInteractiveAuthentication yes\nPasswordAuthentication no\n"
                             "AuthenticationMethods keyboard-interactive\n"),
            CHRONYC: (0o755, SYNCHRONISED),
            SUDOERS: (0o440, "carol ALL = (ALL) ALL\n"),
        }
        binary = self.machine.sshd.folder / "countersign-sshd"
        with self.planted(files), self.copied(binary, Path("/usr/sbin/sshd"), 0o755), \
                self.copied(self.machine.module, MODULE, 0o644):
            for user in users:
                self.machine.enrol(user)
            yield

    def sshd_config(self, *lines: str) -> str:
        """The main file, which includes the others first."""
        first = ["Include /etc/ssh/sshd_config.d/*.conf", f"HostKey {self.machine.sshd.folder}/host-key"]
        return "\n".join([*first, *lines, ""])

    def stack(self, *lines: str) -> str:
        rest = ["account required pam_unix.so", "session required pam_permit.so", ""]
        return "\n".join([*lines, *rest]).replace("MODULE", f"{MODULE} root={self.root}")

    @contextmanager
    def planted(self, files: dict[Path, tuple[int, str] | str]) -> Iterator[None]:
        """Files in place of what was there."""
        before = {path: (path.read_bytes(), path.stat().st_mode) if path.exists() else None for path in files}
        try:
            for path, content in files.items():
                mode, text = content if isinstance(content, tuple) else (0o644, content)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                path.chmod(mode)
            yield
        finally:
            for path, old in before.items():
                if old is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_bytes(old[0])
                    path.chmod(old[1] & 0o7777)

    @contextmanager
    def copied(self, source: Path, target: Path, mode: int) -> Iterator[None]:
        existed = target.exists()
        if not existed:
            shutil.copy(source, target)
            target.chmod(mode)
        try:
            yield
        finally:
            if not existed:
                target.unlink(missing_ok=True)

    # A change of services

    @property
    def changes(self) -> Path:
        return self.root / "var/lib/countersign/services"

    @contextmanager
    def pending_change(self, service: str, by: str, seconds: int) -> Iterator[tuple[Path, bytes, bytes]]:
        """A change to what the service's file is now, written down as `countersign enable` does; the file, how it was
        before, and how it is since."""
        path = Path("/etc/pam.d", service)
        after = path.read_bytes()
        before = self.stack("@include common-auth").encode()
        folder = self.changes / "pending"
        self.changes.mkdir(mode=0o700)
        folder.mkdir(mode=0o700)
        now = int(time.time())
        journal = [
            "countersign-change 1", "kind enable", f"id {now}-1f", f"by {by}", f"made {now}", f"until {now + seconds}",
            f"service {service} password+code", f"file {service} {path} present present", ""]
        (folder / "journal").write_text("\n".join(journal))
        (folder / "0.before").write_bytes(before)
        (folder / "0.after").write_bytes(after)
        try:
            yield path, before, after
        finally:
            path.write_bytes(after)
            shutil.rmtree(self.changes)

    def change_until(self, seconds: int) -> None:
        """Lets the change that waits end so many seconds from now."""
        journal = self.changes / "pending/journal"
        journal.write_text(re.sub(r"(?m)^until .*$", f"until {int(time.time()) + seconds}", journal.read_text()))

    @contextmanager
    def locked_changes(self) -> Iterator[None]:
        """As if somebody were at work on a change."""
        with open(self.changes / "lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.machine.countersign("rollback", status=1)
            yield

    # What it says

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.machine.command, "doctor", *arguments, "--root", str(self.root)], text=True, env=ENVIRONMENT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)

    def facts(self, *arguments: str) -> dict:
        done = self.run("--json", *arguments)
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError:
            raise Failure(f"no JSON, status {done.returncode}: {done.stdout}{done.stderr}") from None

    def is_sound(self, *arguments: str) -> None:
        """Nothing fails, and nothing is warned of."""
        done = self.run(*arguments)
        wrong = [line for line in done.stdout.splitlines() if line.startswith(("  warn", "  fail"))]
        expect(not wrong and done.returncode == 0,
               f"no warning and no failure: {done.returncode}\n{done.stdout}{done.stderr}")

    def finds_ok(self, check: str, text: str) -> None:
        """The check has nothing but this to say, and that is good."""
        found = [finding for finding in self.facts()["findings"] if finding["check"] == check]
        expect(found and all(finding["grade"] == "ok" and text in finding["text"] for finding in found),
               f"{check} is ok with '{text}', not {found}")

    def finds(self, check: str, grade: str, text: str, cure: str = "", arguments: tuple[str, ...] = ()) -> None:
        """One finding of the check has this grade and text, with its cure; the text for people shows both."""
        facts = self.facts(*arguments)
        fitting = [
            finding for finding in facts["findings"]
            if finding["check"] == check and finding["grade"] == grade and text in finding["text"]
            and cure in finding.get("cure", "")]
        expect(fitting, f"{grade} of {check} with '{text}' and the cure '{cure}', in\n"
               + "\n".join(str(finding) for finding in facts["findings"] if finding["grade"] != "ok"))
        done = self.run(*arguments)
        shown = " ".join(done.stdout.split())
        expect(" ".join(fitting[0]["text"].split()) in shown, f"the same for people: {done.stdout}")
        expect(" ".join(fitting[0]["cure"].split()) in shown, f"the cure for people: {done.stdout}")
        expect(done.returncode == (1 if any(f["grade"] == "fail" for f in facts["findings"]) else 0), "exit status")
        expect(all(len(line) <= 80 for line in done.stdout.splitlines()
                   if len(max(line.split(), key=len, default="")) < 60), f"80 columns: {done.stdout}")
