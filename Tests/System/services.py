"""PAM files, an sshd and an administrator as a machine has them before `countersign enable`."""

import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from codes import Authenticator
from failure import expect, expect_equal
from machine import ENVIRONMENT, Machine
from openssh import CONFIGURATION, DROP_INS, SETTINGS, OpenSSH
from terminal import Terminal

PAM = Path("/etc/pam.d")
USER = "dana"
PASSWORD = "Gentle-Bridge-Walnut"
IN = "you are in: 42"
HELLO = "echo you are in: $((6 * 7))"


class Setting:
    """An administrator with a token, and PAM files as the distribution has them."""

    def __init__(self, machine: Machine, sshd: OpenSSH):
        self.machine = machine
        self.sshd = sshd
        self.phone = Authenticator()
        self.presses = 0
        machine.enrol(USER, self.phone, "--type", "hotp")

    def run(self, *arguments: str, status: int = 0) -> str:
        """The command; its output and its messages."""
        done = subprocess.run(
            [self.machine.command, *arguments, "--root", str(self.machine.root)], text=True, env=ENVIRONMENT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        expect_equal(done.returncode, status, f"status of countersign {' '.join(arguments)}\n{done.stdout}\n")
        return done.stdout

    def code(self) -> str:
        self.presses += 1
        return self.phone.counted(self.presses - 1)

    def ssh(self, command: str = HELLO, *options: str) -> Terminal:
        self.sshd.wait()
        return self.machine.terminal(self.sshd.client(USER, command, *options), "root")

    def password(self, terminal: Terminal) -> None:
        terminal.expect(r"(?i)password[^:\n]*: ?$")
        terminal.type(PASSWORD)

    def answer(self, terminal: Terminal, code: str | None = None) -> Terminal:
        self.password(terminal)
        self.machine.answer_code(terminal, code or self.code())
        return terminal

    def lets_in(self, terminal: Terminal) -> None:
        status = terminal.finish()
        expect(IN in terminal.shown, f"the command's output on the terminal, not: {terminal.shown}")
        expect_equal(status, 0, "exit status")

    def confirm_by_ssh_and_sudo(self) -> str:
        """Logs in by ssh, and there by sudo."""
        command = f"sudo -k {self.machine.command} confirm --root {self.machine.root}"
        terminal = self.answer(self.answer(self.ssh(command)))
        terminal.finish()
        return terminal.shown


@contextmanager
def setting(machine: Machine, settings: str = SETTINGS):
    """Everything as it was before, also after a failure."""
    saved = machine.folder / "pam.d"
    shutil.rmtree(saved, ignore_errors=True)
    shutil.copytree(PAM, saved)
    provide_account()
    provide_module(machine)
    (PAM / "sshd").write_text(
        "# PAM configuration for the Secure Shell service\n\n@include common-auth\n"
        "account    required     pam_nologin.so\n@include common-account\nsession    required     pam_loginuid.so\n"
        "@include common-session\n@include common-password\n")
    (PAM / "su").write_text(DEBIAN_SU)
    sshd = OpenSSH(machine.sshd_binary, machine.folder, settings)
    try:
        yield Setting(machine, sshd)
    finally:
        sshd.stop()
        shutil.rmtree(PAM)
        shutil.copytree(saved, PAM)


DEBIAN_SU = """\
auth       sufficient pam_rootok.so
session       required   pam_env.so readenv=1
@include common-auth
@include common-account
@include common-session
"""


def provide_account() -> None:
    if subprocess.run(["getent", "passwd", USER], stdout=subprocess.DEVNULL).returncode != 0:
        subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", "--groups", "sudo", USER], check=True)
        subprocess.run(["chpasswd"], input=f"{USER}:{PASSWORD}\n", text=True, check=True)
        rules = Path("/etc/sudoers.d/countersign-enable")
        rules.touch(mode=0o440)
        rules.write_text(f"{USER} ALL = (ALL) ALL\n")


def provide_module(machine: Machine) -> None:
    """Where libpam looks, as install.sh puts it there."""
    found = next(Path(folder) for folder in (
        "/usr/lib/x86_64-linux-gnu/security", "/lib/x86_64-linux-gnu/security", "/usr/lib64/security")
        if Path(folder, "pam_unix.so").exists())
    shutil.copy(machine.module, found / "pam_countersign.so")
    script = Path("/usr/local/libexec/countersign/by-key")
    script.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(machine.checkout / "pam/by-key", script)
    script.chmod(0o755)


def configuration() -> dict[str, bytes]:
    """All that `enable` may change, by path."""
    files = [path for folder in (PAM, DROP_INS) for path in folder.iterdir() if path.is_file()]
    return {str(path): path.read_bytes() for path in [*files, CONFIGURATION]}


def expect_same(found: dict[str, bytes], wanted: dict[str, bytes], what: str) -> None:
    """Tells only of files that differ."""
    different = {path: (wanted.get(path), found.get(path)) for path in {*found, *wanted}
                 if found.get(path) != wanted.get(path)}
    expect(not different, f"{what} as wanted; different, wanted and found: {different}")


def pending(machine: Machine) -> Path:
    return machine.root / "var/lib/countersign/services/pending"


def pending_id(machine: Machine) -> str:
    return re.search(r"^id (.*)$", (pending(machine) / "journal").read_text(), re.MULTILINE).group(1)
