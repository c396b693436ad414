"""Secrets made by others give the same codes here."""

import base64
import os
import subprocess
from pathlib import Path

from codes import Authenticator
from machine import Machine
from suite import case

LENGTHS = {"sha1": 20, "sha256": 32, "sha512": 64}


def is_accepted(machine: Machine, code: str) -> None:
    terminal = machine.su()
    machine.answer_code(terminal, code)
    machine.is_in(terminal)


def for_each_form(algorithm: str, digits: int) -> None:
    @case(f"peers: oathtool's codes with {algorithm} and {digits} digits")
    def accepted(machine: Machine) -> None:
        phone = Authenticator(os.urandom(LENGTHS[algorithm]), algorithm, digits)
        machine.service("su", "auth required MODULE")
        machine.enrol("bob", phone)
        is_accepted(machine, phone.code())


for algorithm in LENGTHS:
    for digits in (6, 7, 8):
        for_each_form(algorithm, digits)


@case("peers: a secret of google-authenticator's tool, here and there")
def google_authenticator(machine: Machine) -> None:
    file = machine.root / "google-authenticator"
    subprocess.run(
        ["google-authenticator", "-t", "-f", "-d", "-W", "-u", "-C", "-q", "-s", file],
        check=True, stdout=subprocess.DEVNULL)
    secret = file.read_text().splitlines()[0]
    phone = Authenticator(base64.b32decode(secret + "=" * (-len(secret) % 8)))
    machine.enrol("bob", phone)
    code = phone.code()
    machine.service("su", "auth required MODULE", f"auth required pam_google_authenticator.so secret={file} user=root")
    terminal = machine.su()
    machine.answer_code(terminal, code)
    machine.answer_code(terminal, code)
    machine.is_in(terminal)


@case("peers: an event-based secret, here and in pam_oath's order of counters")
def event_based(machine: Machine) -> None:
    machine.service("su", "auth required MODULE")
    phone = machine.enrol("bob", Authenticator(digits=8), "--type", "hotp", "--counter", "0")
    for counter in range(3):
        is_accepted(machine, phone.counted(counter))
