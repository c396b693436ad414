"""Hardware tokens: out of the inventory and back, and found again when their buttons were pressed in vain."""

from codes import Authenticator
from machine import SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case

SERIAL = "A-100"


def stock(machine: Machine) -> Authenticator:
    token = Authenticator()
    machine.countersign("tokens", "add", SERIAL, "--type", "hotp", text=token.base32 + "\n")
    return token


@case("tokens: one out of the inventory lets its user in, and comes back with its counter")
def assigned(machine: Machine) -> None:
    machine.password_and_code(NAME)
    token = stock(machine)
    machine.countersign("assign", "alice", "--serial", SERIAL, "--quiet", text=token.counted(0) + "\n")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", token.counted(1)))
    machine.countersign("tokens", "return", SERIAL, "--yes")
    machine.countersign("assign", "bob", "--serial", SERIAL, "--no-confirm", "--quiet")
    machine.is_refused(machine.answer(machine.ssh("bob"), "bob", token.counted(1)))
    machine.is_in(machine.answer(machine.ssh("bob"), "bob", token.counted(2)))
    machine.logged(
        ssh_line("accepted", "hotp", device=f"1:{SERIAL}"),
        ssh_line("refused", "wrong-code", user="bob"),
        ssh_line("accepted", "hotp", user="bob", device=f"1:{SERIAL}"))


@case("tokens: two codes in a row find one that was pressed fifty times in vain, in ssh and then sudo")
def astray(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.password_and_code(SUDO_SERVICE)
    token = stock(machine)
    machine.countersign("assign", "alice", "--serial", SERIAL, "--no-confirm", "--quiet")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", token.counted(50)))
    machine.is_in(machine.answer(machine.sudo(), "alice", token.counted(51)))
    device = f"1:{SERIAL}"
    machine.logged(
        ssh_line("refused", "wrong-code"),
        local_line(ssh_line("warning", "resynchronised", device=device), SUDO_SERVICE, "alice"),
        local_line(ssh_line("accepted", "hotp", device=device), SUDO_SERVICE, "alice"))
