"""Keys that type their codes; the codes are made by python3-yubiotp."""

import os
from dataclasses import dataclass, field

from yubiotp.modhex import modhex
from yubiotp.otp import YubiKey, encode_otp

from failure import expect_equal
from machine import Machine, ssh_line
from sshd import NAME
from suite import case


@dataclass
class Key:
    """A key as it was programmed, plugged in."""

    secret: bytes = field(default_factory=lambda: os.urandom(16))
    private: bytes = field(default_factory=lambda: os.urandom(6))
    public: bytes = field(default_factory=lambda: os.urandom(6))
    counter: int = 1

    def __post_init__(self) -> None:
        self.plug_in()

    def plug_in(self) -> None:
        self.inserted = YubiKey(self.private, self.counter)
        self.counter += 1

    def touch(self) -> str:
        return encode_otp(self.inserted.generate(), self.secret, modhex(self.public)).decode()


def enrol(machine: Machine, user: str, key: Key) -> None:
    lines = (key.secret.hex(), key.private.hex(), key.touch())
    machine.countersign(
        "enroll", user, "--type", "yubico-otp", "--name", "Key", "--secret-stdin", "--quiet",
        text="".join(f"{line}\n" for line in lines))


@case("keys: a code of python3-yubiotp over ssh, once, and then only newer ones")
def over_ssh(machine: Machine) -> None:
    machine.password_and_code(NAME)
    key = Key()
    enrol(machine, "alice", key)
    first, second = key.touch(), key.touch()
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", second))
    for code in (second, first):
        machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
    key.plug_in()
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", key.touch().upper()))
    accepted = ssh_line("accepted", "yubico-otp", device="1:Key")
    replayed = ssh_line("refused", "replayed-code", device="1:Key")
    machine.logged(accepted, replayed, replayed, accepted)


@case("keys: the code of another key is refused, by its name, and counts nothing")
def other_key(machine: Machine) -> None:
    machine.password_and_code(NAME)
    key = Key()
    enrol(machine, "alice", key)
    state = machine.state("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", Key(key.secret, key.private).touch()))
    machine.logged(ssh_line("refused", "code-of-another-key"))
    expect_equal(machine.state("alice"), state, "the state")
