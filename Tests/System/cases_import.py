"""Devices of other systems, taken over: files that those systems made themselves, and logins with real programs."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pyotp

from codes import Authenticator
from failure import expect, expect_equal
from machine import Machine
from sshd import NAME
from suite import case

FILE = ".google_authenticator"


def as_user(user: str, *command: str) -> None:
    subprocess.run(["runuser", "-l", user, "-c", " ".join(command)], check=True, stdout=subprocess.DEVNULL)


def secret_of(text: str) -> bytes:
    secret = text.splitlines()[0]
    return base64.b32decode(secret + "=" * (-len(secret) % 8))


def findings(machine: Machine, *arguments: str, status: int = 0) -> list[dict]:
    return json.loads(machine.countersign("import", *arguments, "--json", status=status))["findings"]


def accepted(machine: Machine, code: str) -> None:
    terminal = machine.su()
    machine.answer_code(terminal, code)
    machine.is_in(terminal)


def refused(machine: Machine, code: str) -> None:
    terminal = machine.su()
    machine.answer_code(terminal, code)
    machine.is_refused(terminal)


@case("import: what google-authenticator's tool put into all homes lets in through sshd")
def all_homes(machine: Machine) -> None:
    machine.password_and_code(NAME)
    homes = {user: Path("/home", user, FILE) for user in ("alice", "bob", "carol")}
    as_user("alice", "google-authenticator", "-t", "-f", "-d", "-w", "3", "-u", "-C", "-q", "-e", "5")
    stolen = machine.root / "root-only"
    stolen.write_text(homes["alice"].read_text())
    homes["bob"].symlink_to(stolen)
    homes["carol"].write_text(homes["alice"].read_text())
    try:
        text = homes["alice"].read_text()
        told = findings(machine, "google-authenticator", "--all-homes", status=1)
        taken = [finding["file"] for finding in told if finding["outcome"] == "taken"]
        expect_equal(taken, [str(homes["alice"])], "files taken")
        why = {finding["file"]: finding["text"] for finding in told if finding["outcome"] == "refused"}
        expect("is a link" in why[str(homes["bob"])], "the link is refused")
        expect("belongs to somebody else" in why[str(homes["carol"])], "the foreign file is refused")
        expect_equal(homes["alice"].read_text(), text, "the file afterwards")
        expect(text.splitlines()[0] not in json.dumps(told), "no secret in the report")
    finally:
        for file in homes.values():
            file.unlink(missing_ok=True)
    phone = Authenticator(secret_of(text))
    code = phone.code()
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", code))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
    scratch = [line for line in text.splitlines()[1:] if line.isdigit()]
    expect_equal(len(scratch), 5, "scratch codes of the tool")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", scratch[2]))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", scratch[2]))
    expect("4 of 5, 8 digits" in machine.countersign("status", "alice"), "one scratch code fewer in status")


@case("import: a counter that pam_google_authenticator has moved on")
def counted(machine: Machine) -> None:
    file = machine.root / "google-authenticator"
    subprocess.run(
        ["google-authenticator", "-c", "-f", "-w", "3", "-u", "-C", "-q", "-e", "0", "-s", file],
        check=True, stdout=subprocess.DEVNULL)
    token = Authenticator(secret_of(file.read_text()))
    machine.service("su", f"auth required pam_google_authenticator.so secret={file} user=root")
    accepted(machine, token.counted(2))
    machine.countersign("import", "auto", str(file), "--user", "bob")
    machine.service("su", "auth required MODULE")
    refused(machine, token.counted(2))
    accepted(machine, token.counted(3))


@case("import: the users file of pam_oath after logins, event-based and time-based")
def users_file(machine: Machine) -> None:
    file = machine.root / "users.oath"
    token = Authenticator()
    file.write_text(f"# bob's token\nHOTP bob - {token.secret.hex()}\n")
    file.chmod(0o600)
    machine.service("su", f"auth required pam_oath.so usersfile={file} window=5 digits=6")
    for counter in (0, 2):
        terminal = machine.su()
        terminal.expect(r"One-time password \(OATH\) for `bob': ?$")
        terminal.type(token.counted(counter))
        machine.is_in(terminal)
    told = findings(machine, "auto", str(file))
    expect("next counter 3" in told[0]["text"], "the counter behind the last one used")
    machine.service("su", "auth required MODULE")
    refused(machine, token.counted(2))
    accepted(machine, token.counted(3))
    again = findings(machine, "users.oath", str(file))
    expect_equal([finding["outcome"] for finding in again], ["already-there"], "the second import")

    phone = Authenticator()
    file.write_text(f"HOTP/T30 bob - {phone.secret.hex()}\n")
    machine.service("su", f"auth required pam_oath.so usersfile={file} window=5 digits=6")
    code = phone.code()
    terminal = machine.su()
    terminal.expect(r"One-time password \(OATH\) for `bob': ?$")
    terminal.type(code)
    machine.is_in(terminal)
    told = findings(machine, "auto", str(file))
    expect_equal([finding["outcome"] for finding in told], ["taken"], "the time-based token, with its last code found")
    machine.service("su", "auth required MODULE")
    refused(machine, code)
    accepted(machine, phone.code(1))


@case("import: codes of pyotp for the URI that pyotp wrote")
def uri(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = pyotp.TOTP(pyotp.random_base32(), digits=8, digest=hashlib.sha256, interval=60)
    line = phone.provisioning_uri(name="alice", issuer_name="Example Org")
    machine.countersign("import", "auto", "-", text=line + "\n")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.now()))
    token = pyotp.HOTP(pyotp.random_base32())
    line = token.provisioning_uri(name="bob", initial_count=5)
    machine.countersign("import", "otpauth", "-", text=line + "\n")
    machine.is_in(machine.answer(machine.ssh("bob"), "bob", token.at(5)))
