"""A key or else the password, and the code after either: pam/by-key between sshd and the modules that ask."""

import subprocess
from pathlib import Path

from cases_ssh import user_key
from codes import Authenticator, roomy_period
from failure import expect, expect_equal
from machine import Machine, ssh_line
from sshd import NAME
from suite import case
from terminal import Terminal

IN = ssh_line("accepted", "totp", "bob", "1:Phone")
PASSWORD_STACK = "countersign-password"


def stack(machine: Machine) -> str:
    """The stack as `enable` writes it, with Debian's own modules for the password; the script's path."""
    script = machine.root / "by-key"
    script.write_bytes((machine.checkout / "pam/by-key").read_bytes())
    script.chmod(0o755)
    Path("/etc/pam.d", PASSWORD_STACK).write_text(
        "auth [success=1 default=ignore] pam_unix.so nodelay\n"
        "auth requisite pam_deny.so\nauth required pam_permit.so\n")
    machine.service(
        NAME, f"auth [success=1 default=ignore] pam_exec.so quiet quiet_log {script}",
        f"auth substack {PASSWORD_STACK}", "auth required MODULE", "auth required pam_permit.so")
    return str(script)


def by_key(machine: Machine, *options: str) -> Terminal:
    return machine.ssh("bob", f"IdentityFile={user_key(machine, 'bob')}", *options)


def by_password(machine: Machine, *options: str) -> Terminal:
    return machine.ssh("bob", "PubkeyAuthentication=no", *options)


@case("by key: after a key the code alone is asked, without one password and code")
def either(machine: Machine) -> None:
    stack(machine)
    machine.policy("Mode mandatory")
    phone = machine.enrol("bob", Authenticator(period=roomy_period()))
    terminal = by_key(machine)
    machine.answer_code(terminal, phone.code())
    machine.is_in(terminal)
    expect("assword" not in terminal.shown, "no question for a password")
    machine.is_in(machine.answer(by_password(machine), "bob", phone.code(1)))
    machine.logged(IN, IN)
    expect_equal(
        [line for line in machine.log.since(machine.mark) if "pam_exec" in line], [], "log lines of pam_exec")


@case("by key: neither key nor password alone lets in, and a code without either does not")
def neither_alone(machine: Machine) -> None:
    stack(machine)
    machine.policy("Mode mandatory")
    phone = machine.enrol("bob", Authenticator(period=roomy_period()))
    for terminal in (by_key(machine), by_key(machine)):
        machine.answer_code(terminal, phone.wrong())
        machine.is_refused(terminal)
    terminal = machine.answer(by_password(machine), "bob", phone.wrong())
    machine.is_refused(terminal)
    terminal = by_password(machine)
    terminal.expect("assword: ?$")
    terminal.type("not-the-password")
    machine.answer_code(terminal, phone.code())
    machine.is_refused(terminal)
    for terminal in (by_key(machine), by_password(machine)):
        terminal.expect(r": ?$")
        terminal.interrupt()
        machine.is_refused(terminal)


@case("by key: a key that sshd refuses is none")
def wrong_key(machine: Machine) -> None:
    stack(machine)
    phone = machine.enrol("bob")
    user_key(machine, "bob")
    stranger = machine.sshd.folder / "stranger"
    if not stranger.exists():
        machine.sshd.make_key(stranger.name)
    terminal = machine.ssh("bob", f"IdentityFile={stranger}")
    machine.is_in(machine.answer(terminal, "bob", phone.code()))


@case("by key: what a client sends to sshd does not pass for a key")
def forged(machine: Machine) -> None:
    stack(machine)
    machine.policy("Mode mandatory")
    machine.enrol("bob")
    line = "publickey ssh-ed25519 AAAA"
    for option in (f"SetEnv=SSH_AUTH_INFO_0='{line}'", f"SetEnv=LANG='x\n{line}'", "SendEnv=SSH_AUTH_INFO_0"):
        terminal = machine.terminal(
            ["env", f"SSH_AUTH_INFO_0={line}",
             *machine.sshd.client("bob", "true", ["PubkeyAuthentication=no", option], "127.0.0.1")], "root")
        terminal.expect("assword: ?$")


@case("by key: who is not enrolled passes with the key alone or the password alone, where the policy lets them")
def unenrolled(machine: Machine) -> None:
    stack(machine)
    machine.policy("Mode enrolled")
    terminal = by_key(machine)
    machine.is_in(terminal)
    expect("assword" not in terminal.shown and "code" not in terminal.shown, "no question at all")
    terminal = by_password(machine)
    machine.answer_password(terminal, "bob")
    machine.is_in(terminal)
    expect("code" not in terminal.shown, "no question for a code")
    terminal = by_password(machine)
    terminal.expect("assword: ?$")
    terminal.type("not-the-password")
    machine.is_refused(terminal)


@case("by key: without the script nobody gets round the password")
def missing_script(machine: Machine) -> None:
    Path(stack(machine)).unlink()
    phone = machine.enrol("bob")
    machine.is_in(machine.answer(by_key(machine), "bob", phone.code()))


@case("by key: the script itself")
def script(machine: Machine) -> None:
    key = "publickey ssh-ed25519 AAAA"
    for text, status in (
        (key, 0), (f"{key}\n", 0), (f"password\n{key}\n", 0), (f"hostbased x\n{key}\nx\n", 0),
        ("", 1), (None, 1), ("password\n", 1), (f"hostbased {key}\n", 1), (f" {key}\n", 1), ("publickey", 1),
        ("xpublickey ssh-ed25519 AAAA\n", 1), ("publickeys x\n", 1), ("keyboard-interactive/pam\n", 1),
        (f"hostbased a\\n{key}", 1), ("*", 1),
    ):
        environment = {} if text is None else {"SSH_AUTH_INFO_0": text}
        done = subprocess.run([machine.checkout / "pam/by-key"], env=environment, capture_output=True)
        expect_equal((done.returncode, done.stdout + done.stderr), (status, b""), f"status for {text!r}")

