"""Devices of other systems, taken over: files that those systems made themselves, and logins with real programs."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pyotp
from pskc import PSKC

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


@case("import: tokens of a key container that python-pskc encrypted, by way of the inventory")
def key_container(machine: Machine) -> None:
    machine.service("su", "auth required MODULE")
    clock, button = Authenticator(digits=8, period=60), Authenticator(digits=6)
    container = PSKC()
    profile = "urn:ietf:params:xml:ns:keyprov:pskc:"
    container.add_key(
        id="1", serial="T-1", manufacturer="Maker", algorithm=f"{profile}totp", secret=clock.secret, time_interval=60,
        response_length=8, response_encoding="DECIMAL")
    container.add_key(
        id="2", serial="H-2", manufacturer="Maker", algorithm=f"{profile}hotp", secret=button.secret, counter=7,
        response_length=6, response_encoding="DECIMAL")
    passphrase = "correct horse"
    container.encryption.setup_pbkdf2(passphrase, iterations=1_000)
    file = machine.root / "tokens.pskcxml"
    container.write(str(file))
    expect(clock.secret.hex() not in file.read_text().lower(), "secrets that nobody can read")
    told = machine.countersign(
        "import", "pskc", str(file), "--to-inventory", "--passphrase-stdin", text=f"{passphrase}\n")
    expect("T-1" in told and "H-2" in told, "both serial numbers in the report")
    machine.countersign("assign", "bob", "--serial", "T-1", "--no-confirm", "--quiet")
    machine.countersign("assign", "bob", "--serial", "H-2", "--quiet", text=f"{button.counted(7)}\n")
    accepted(machine, clock.code())
    refused(machine, button.counted(7))
    accepted(machine, button.counted(8))


@case("import: a token of a seller's list, and its URI handed out again")
def seller_list(machine: Machine) -> None:
    machine.service("su", "auth required MODULE")
    token = Authenticator()
    file = machine.root / "list.csv"
    file.write_text(
        "upn,serial number,secret key,time interval,manufacturer,model\n"
        f"bob@example.org,2308123456,{token.base32},30,Token2,C202\nbroken,row\n")
    names = machine.root / "names"
    names.write_text("bob@example.org bob\n")
    told = findings(machine, "entra", str(file), "--map-users", str(names), status=1)
    expect_equal([(finding["line"], finding["outcome"]) for finding in told], [(2, "taken"), (3, "refused")], "rows")
    accepted(machine, token.code())
    text = machine.countersign("export", "bob", "--format", "otpauth", "--yes")
    expect_equal(pyotp.parse_uri(text.strip()).secret, token.base32, "the secret as it was")
