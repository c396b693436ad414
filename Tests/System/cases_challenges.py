"""Tokens that answer challenges (RFC 6287); the answers are computed here, by hmac and hashlib alone."""

import hashlib
import hmac
import os
import re
from dataclasses import dataclass, field

from failure import expect, expect_equal
from machine import Machine, ssh_line
from sshd import NAME
from suite import case
from terminal import Terminal


@dataclass
class Token:
    suite: str
    key: bytes = field(default_factory=lambda: os.urandom(32))
    pin: str = ""
    counter: int = 0

    def answer(self, challenge: str) -> str:
        function, inputs = self.suite.split(":")[1:]
        _, algorithm, digits = function.split("-")
        message = self.suite.encode() + b"\0"
        for part in inputs.split("-"):
            if part == "C":
                message += self.counter.to_bytes(8, "big")
                self.counter += 1
            elif part.startswith("QN"):
                message += bytes.fromhex(f"{int(challenge):x}".ljust(256, "0"))
            elif part.startswith("QA"):
                message += challenge.encode().ljust(128, b"\0")
            elif part.startswith("P"):
                message += hashlib.new(part[1:].lower(), self.pin.encode()).digest()
        digest = hmac.new(self.key, message, algorithm.lower()).digest()
        start = digest[-1] & 15
        number = int.from_bytes(digest[start:start + 4], "big") & 0x7FFFFFFF
        return str(number % 10 ** int(digits)).zfill(int(digits))


def enrol(machine: Machine, token: Token) -> None:
    lines = (token.key.hex(), *([token.pin] if token.pin else []))
    machine.countersign(
        "enroll", "alice", "--type", "ocra", "--suite", token.suite, "--name", "Token", "--secret-stdin", "--hex",
        "--no-confirm", "--quiet", text="".join(f"{line}\n" for line in lines))


def challenge_of(terminal: Terminal) -> str:
    terminal.expect(r"Challenge \d+\. Verification code: ?$")
    return re.findall(r"Challenge (\d+)\.", terminal.shown)[-1]


def for_each_suite(suite: str, pin: str = "") -> None:
    @case(f"challenges: {suite} over ssh")
    def over_ssh(machine: Machine) -> None:
        machine.password_and_code(NAME)
        token = Token(suite, pin=pin)
        enrol(machine, token)
        challenges = []
        for right in (True, False, True):
            terminal = machine.ssh("alice")
            machine.answer_password(terminal, "alice")
            challenges.append(challenge_of(terminal))
            terminal.type(token.answer(challenges[-1] if right else challenges[0]))
            (machine.is_in if right else machine.is_refused)(terminal)
        expect_equal(len(set(challenges)), 3, "different challenges")
        accepted = ssh_line("accepted", "ocra", device="1:Token")
        machine.logged(accepted, ssh_line("refused", "wrong-code"), accepted)
        expect(all(challenge not in line for challenge in challenges for line in machine.log.since(machine.mark)),
               "no challenge in the log")


for_each_suite("OCRA-1:HOTP-SHA1-6:QN08")
for_each_suite("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", pin="1234")
for_each_suite("OCRA-1:HOTP-SHA512-10:QA10")


@case("challenges: a token of a seller's list is handed out when it has answered one, and then asked over ssh")
def out_of_the_inventory(machine: Machine) -> None:
    machine.password_and_code(NAME)
    token = Token("OCRA-1:HOTP-SHA256-8:C-QN08", counter=7)
    file = machine.root / "tokens.csv"
    file.write_text(f"C-1,{token.key.hex()},ocra,{token.suite},7\n")
    machine.countersign("import", "oath-csv", str(file), "--to-inventory")
    terminal = machine.terminal(
        [str(machine.command), "assign", "alice", "--serial", "C-1", "--root", str(machine.root)], "root")
    terminal.expect(r"Challenge \d+\. Answer: ?$")
    terminal.type(token.answer(re.findall(r"Challenge (\d+)\.", terminal.shown)[-1]))
    expect_equal(terminal.finish(), 0, "exit status of assign")
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    terminal.type(token.answer(challenge_of(terminal)))
    machine.is_in(terminal)
    machine.logged(ssh_line("accepted", "ocra", device="1:C-1"))
