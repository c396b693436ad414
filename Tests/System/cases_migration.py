"""Countersign beside the module it replaces, while people are taken over."""

import base64
import subprocess
from pathlib import Path

from codes import Authenticator
from failure import expect
from machine import ENVIRONMENT, Machine, ssh_line
from sshd import NAME
from suite import case

TAKEN = ssh_line("accepted", "totp", device="1:phone")


def change_over(machine: Machine, old: str) -> None:
    """The stack of pam/examples/change-over, with an old module in it, behind the password."""
    lines = [line for line in (machine.checkout / "pam/examples/change-over").read_text().splitlines()
             if line.startswith("auth ")]
    lines = [line.replace("pam_countersign.so", "MODULE") for line in lines]
    machine.service(NAME, "auth required pam_unix.so nodelay", lines[0], old, *lines[1:])


def log_in(machine: Machine, user: str, code: str) -> None:
    machine.is_in(machine.answer(machine.ssh(user), user, code))


@case("migration: google-authenticator's users go on, and are taken over one by one")
def google_authenticator(machine: Machine) -> None:
    phones = {}
    for user in ("alice", "bob"):
        subprocess.run(
            ["google-authenticator", "-t", "-f", "-d", "-w", "3", "-u", "-C", "-q", "-e", "5"], check=True, user=user,
            env=ENVIRONMENT | {"HOME": f"/home/{user}"}, cwd=f"/home/{user}", stdout=subprocess.DEVNULL)
        lines = Path(f"/home/{user}/.google_authenticator").read_text().splitlines()
        phones[user] = Authenticator(base64.b32decode(lines[0] + "=" * (-len(lines[0]) % 8)))
    change_over(machine, "auth required pam_google_authenticator.so")
    code = phones["alice"].code()
    log_in(machine, "alice", code)
    machine.countersign("import", "google-authenticator", "/home/alice/.google_authenticator", "--user", "alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phones["alice"].wrong()))
    log_in(machine, "alice", phones["alice"].code(1))
    log_in(machine, "bob", phones["bob"].code())
    machine.logged(
        ssh_line("skipped", "not-enrolled"), ssh_line("refused", "replayed-code", device="1:phone"),
        ssh_line("refused", "wrong-code"), TAKEN,
        ssh_line("skipped", "not-enrolled", "bob"))
    scratch = Path("/home/alice/.google_authenticator").read_text().splitlines()[-1]
    log_in(machine, "alice", scratch)
    machine.countersign("import", "google-authenticator", "--all-homes")
    log_in(machine, "bob", phones["bob"].code(1))
    expect("bob" in machine.countersign("list"), "bob enrolled")
    for user in phones:
        Path(f"/home/{user}/.google_authenticator").unlink()


@case("migration: pam_oath's users go on, and are taken over one by one")
def pam_oath(machine: Machine) -> None:
    phones = {user: Authenticator() for user in ("alice", "bob")}
    file = machine.root / "users.oath"
    file.touch(mode=0o600)
    file.write_text("".join(f"HOTP/T30/6 {user} - {phone.secret.hex()}\n" for user, phone in phones.items()))
    change_over(machine, f"auth required pam_oath.so usersfile={file} window=3 digits=6")
    code = phones["alice"].code()
    log_in_by_oath(machine, "alice", code)
    ours = machine.root / "alice.oath"
    ours.write_text("".join(line for line in file.read_text().splitlines(True) if "alice" in line))
    machine.countersign("import", "oath", str(ours))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
    log_in(machine, "alice", phones["alice"].code(1))
    log_in_by_oath(machine, "bob", phones["bob"].code())


def log_in_by_oath(machine: Machine, user: str, code: str) -> None:
    terminal = machine.ssh(user)
    machine.answer_password(terminal, user)
    terminal.expect(r"One-time password \(OATH\) for `\w+': ?$")
    terminal.type(code)
    machine.is_in(terminal)
