"""The private machine as the cases see it: accounts, services, stores, terminals and the log."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from codes import Authenticator
from failure import Failure, expect, expect_equal
from log_line import LogLine
from log_listener import AUTHPRIV, LogListener
from sshd import NAME as SSHD_SERVICE
from sshd import Sshd
from store import make_store
from terminal import Terminal

PASSWORDS = {
    "root": "Sturdy-Lantern-Quill", "alice": "Copper-Harbour-Fern", "bob": "Velvet-Anchor-Moss",
    "carol": "Quiet-Marble-Thistle",
}
SUDO_SERVICE = "countersign-sudo"
ACCEPTED = "you are in: 42"
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm"}


class Machine:
    """Made once; each case begins with an empty store and with services that let nobody in."""

    def __init__(
        self, module: Path, command: Path, sshd: Path, security_key: Path, checkout: Path, slapd: Path = Path("/"),
        kdc: Path = Path("/"), is_long: bool = False,
    ):
        self.module = module
        self.command = command
        self.security_key = security_key
        self.checkout = checkout
        # Where the packages are unpacked.
        self.slapd = slapd
        self.kdc = kdc
        # Whether cases with a large form are to take that.
        self.is_long = is_long
        self.sshd_binary = sshd
        self.folder = Path("/run/countersign-tests")
        self.folder.mkdir(mode=0o755)
        self.log = LogListener(Path("/dev/log"))
        self.number = 0
        self.root = self.folder
        self.typed: set[str] = set()
        self.ever_typed: set[str] = set()
        self.before: dict[Path, bytes | None] = {}
        self.terminals: list[Terminal] = []
        self.mark = 0
        self.make_accounts()
        self.sshd = Sshd(sshd, self.folder / "sshd", self.log)

    def make_accounts(self) -> None:
        for user in PASSWORDS:
            if user != "root":
                # Somebody outside may have the name; in here he is another.
                subprocess.run(["userdel", "--force", user], stderr=subprocess.DEVNULL)
                subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", user], check=True)
        if subprocess.run(["getent", "passwd", "sshd"], stdout=subprocess.DEVNULL).returncode != 0:
            subprocess.run(["useradd", "--system", "--home-dir", "/run/sshd", "--no-create-home", "sshd"], check=True)
        lines = "".join(f"{user}:{password}\n" for user, password in PASSWORDS.items())
        subprocess.run(["chpasswd"], input=lines, text=True, check=True)
        rules = Path("/etc/sudoers.d/countersign-tests")
        rules.touch(mode=0o440)
        rules.write_text(
            f"Defaults:alice pam_service={SUDO_SERVICE}, passwd_tries=1\nalice ALL = (ALL) ALL\n"
            f"Defaults:bob pam_service={SUDO_SERVICE}, passwd_tries=1, targetpw\nbob ALL = (ALL) ALL\n")
        subprocess.run(["visudo", "-c", "-q"], check=True)

    # The course of a case

    def begin(self) -> None:
        self.number += 1
        self.root = self.folder / f"case-{self.number}"
        make_store(self.root)
        self.companion = self.place_companion()
        for service in (SSHD_SERVICE, SUDO_SERVICE, "su"):
            self.service(service, "auth required pam_deny.so")
        self.before = {}
        self.typed = set()
        self.terminals = []
        self.mark = self.log.mark()

    def place_companion(self, root: Path | None = None) -> Path:
        """Where the module looks for it and for the programs beside it, built or installed."""
        folder = (root or self.root) / "usr/libexec/countersign"
        folder.mkdir(parents=True)
        for name in ("companion", "security-key", "directory"):
            built = self.command.with_name(f"{self.command.name}-{name}")
            installed = self.command.parent.parent / "libexec/countersign" / name
            (folder / name).symlink_to(built if built.exists() else installed)
        return folder / "companion"

    def end(self) -> None:
        for terminal in self.terminals:
            terminal.close()
        self.ever_typed |= self.typed
        for path, content in self.before.items():
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content)

    def check_nothing_typed_is_logged(self, typed: set[str] | None = None, mark: int | None = None) -> None:
        """No line of any program, of any facility, holds what somebody typed."""
        text = "\n".join(self.log.since(self.mark if mark is None else mark))
        for secret in self.typed if typed is None else typed:
            edge = r"(?<!\d){}(?!\d)" if secret.isdigit() else "{}"
            expect(not re.search(edge.format(re.escape(secret)), text), "no line of the log with what was typed")

    def evidence(self) -> str:
        parts = [f"[{terminal.title}]\n{terminal.shown}" for terminal in self.terminals]
        return "\n".join([*parts, "[log]", *self.log.since(self.mark)])

    # Setting a case up

    def service(self, name: str, *lines: str, root: Path | None = None) -> None:
        """Writes a PAM service; `MODULE` stands for the module with this case's store, or with another."""
        text = [line.replace("MODULE", f"{self.module} root={root or self.root}") for line in lines]
        rest = ["account required pam_unix.so", "session required pam_permit.so"]
        path = Path("/etc/pam.d", name)
        # The next case finds it as it was.
        self.before.setdefault(path, path.read_bytes() if path.exists() else None)
        path.write_text("\n".join([*text, *rest, ""]))

    def password_and_code(self, service: str, arguments: str = "") -> None:
        self.service(service, "auth required pam_unix.so nodelay", f"auth required MODULE {arguments}")

    def policy(self, *lines: str) -> None:
        """Writes this case's policy file."""
        file = self.root / "etc/countersign/countersign.conf"
        file.write_text("".join(f"{line}\n" for line in lines))
        file.chmod(0o644)

    def countersign(self, *arguments: str, text: str = "", status: int = 0, root: Path | None = None) -> str:
        """Runs the command on this case's store, or on another."""
        done = subprocess.run(
            [self.command, *arguments, "--root", str(root or self.root)], input=text, text=True, env=ENVIRONMENT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        if done.returncode != status:
            raise Failure(f"countersign {' '.join(arguments)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def enrol(
        self, user: str, phone: Authenticator | None = None, *options: str, root: Path | None = None
    ) -> Authenticator:
        phone = phone or Authenticator()
        self.countersign(
            "enroll", user, "--secret-stdin", "--algorithm", phone.algorithm, "--digits", str(phone.digits),
            *(() if "hotp" in options else ("--period", str(phone.period))), "--name", "Phone", "--no-confirm",
            "--quiet", *options, text=phone.base32 + "\n", root=root)
        return phone

    def state(self, user: str) -> bytes:
        """The user's state as it is on the disk."""
        return (self.root / "var/lib/countersign/state" / user).read_bytes()

    # Logging in

    def terminal(self, arguments: list[str], user: str = "alice") -> Terminal:
        terminal = Terminal(arguments, user, ENVIRONMENT, self.typed)
        self.terminals.append(terminal)
        return terminal

    def ssh(self, user: str, *options: str, host: str = "127.0.0.1") -> Terminal:
        command = "echo you are in: $((6 * 7))"
        return self.terminal(self.sshd.client(user, command, list(options), host), "root")

    def sudo(self, user: str = "alice", *options: str) -> Terminal:
        return self.terminal(["sudo", "-k", *options, "sh", "-c", "echo you are in: $((6 * 7))"], user)

    def su(self, target: str = "bob", user: str = "alice") -> Terminal:
        return self.terminal(["su", target, "-c", "echo you are in: $((6 * 7))"], user)

    def answer_password(self, terminal: Terminal, user: str) -> None:
        terminal.expect(r"(?i)password[^:\n]*: ?$")
        terminal.type(PASSWORDS[user])

    def answer_code(self, terminal: Terminal, code: str) -> None:
        terminal.expect(r"Verification code: ?$")
        terminal.type(code)

    def answer(self, terminal: Terminal, user: str, code: str) -> Terminal:
        self.answer_password(terminal, user)
        self.answer_code(terminal, code)
        return terminal

    # What came of it

    def is_in(self, terminal: Terminal) -> None:
        status = terminal.finish()
        expect(ACCEPTED in terminal.shown, "the command's output on the terminal")
        expect_equal(status, 0, "exit status")

    def is_refused(self, terminal: Terminal) -> None:
        status = terminal.finish()
        expect(ACCEPTED not in terminal.shown, "no command output on the terminal")
        expect(status != 0, "an exit status that says no")

    def logged(self, *wanted: LogLine) -> None:
        """The module has written exactly these lines in this case, to authpriv."""
        if wanted:
            pattern = rf"pam_countersign\(.*: {wanted[-1].outcome} user=.*reason={wanted[-1].reason}"
            self.log.wait_for(pattern, self.mark)
        expect_equal(LogLine.all(self.log.since(self.mark, AUTHPRIV)), list(wanted), "lines of the module")
        expect_equal(LogLine.all(self.log.since(self.mark)), list(wanted), "lines of the module, any facility")


def ssh_line(outcome: str, reason: str, user: str = "alice", device: str = "-") -> LogLine:
    return LogLine(outcome, user, SSHD_SERVICE, "127.0.0.1", device, reason)


def local_line(line: LogLine, service: str, user: str) -> LogLine:
    """The same for a login that has no address."""
    return replace(line, service=service, user=user, address="-")
