"""What a login does while it waits for a security key, with a script in the companion's place; real keys: elsewhere."""

import base64
import hashlib
import time
from contextlib import contextmanager
from pathlib import Path

from failure import expect, expect_equal
from machine import ENVIRONMENT, SUDO_SERVICE, Machine, local_line, ssh_line
from suite import case
from terminal import Terminal

PUBLIC_KEY = (
    "sk-ssh-ed25519@openssh.com "
    "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIN48rTfAwTqA3GnInHha4hAzWORpVGypY6Hujsxi/HfzAAAABHNzaDo= alice\n")
# By which the module tells the key from another one of its number: of the credential as it is stored, which is the
# length of its id, none, and the public key.
MARK = hashlib.sha256(bytes(2) + base64.b64decode(PUBLIC_KEY.split()[1])[34:66]).digest()
AGENT = "/run/agent-of-alice"
REPORT = Path("/run/key-orders")
CUE = "Touch your key now."


@contextmanager
def companion(machine: Machine, *lines: str):
    """Has these lines of Python answer for the companion; `order` is what the module wants."""
    place = machine.companion
    program = place.resolve()
    REPORT.unlink(missing_ok=True)
    text = ["#!/usr/bin/python3 -I", "import socket, struct, time", "line = socket.socket(fileno=0)",
            "order = line.recv(65536).split(b'\\0')", f"open('{REPORT}', 'a').write(repr(order) + '\\n')",
            f"line.send(b'm{CUE}')", *lines]
    place.unlink()
    place.write_text("\n".join(text) + "\n")
    place.chmod(0o755)
    try:
        yield
    finally:
        place.unlink()
        place.symlink_to(program)


def sudo(machine: Machine, environment: dict[str, str]) -> Terminal:
    command = ["sudo", "-k", "sh", "-c", "echo you are in: $((6 * 7))"]
    terminal = Terminal(command, "alice", ENVIRONMENT | environment, machine.typed)
    machine.terminals.append(terminal)
    machine.answer_password(terminal, "alice")
    return terminal


def alice(machine: Machine):
    machine.password_and_code(SUDO_SERVICE)
    phone = machine.enrol("alice")
    machine.countersign("enroll", "alice", "--type", "agent", "--public-key", "-", text=PUBLIC_KEY)
    return phone


@case("key wait: sudo tells the companion of the caller's agent, and a touch is enough")
def touch(machine: Machine) -> None:
    alice(machine)
    with companion(machine, f"line.send(b'z' + struct.pack('>BIIB', 1, 2, 7, 1) + {MARK!r})"):
        terminal = sudo(machine, {"SSH_AUTH_SOCK": AGENT, "SSH_CONNECTION": "192.0.2.7 1 192.0.2.1 22"})
        terminal.expect(CUE)
        machine.is_in(terminal)
        expect(AGENT in REPORT.read_text(), "the socket of the agent in the order")
    machine.logged(local_line(ssh_line("accepted", "agent", device="2:ssh-key"), SUDO_SERVICE, "alice"))


@case("key wait: Enter ends it, what was typed is gone, and the code is asked for")
def enter(machine: Machine) -> None:
    phone = alice(machine)
    with companion(machine, "time.sleep(60)"):
        terminal = sudo(machine, {"SSH_AUTH_SOCK": AGENT})
        terminal.expect(CUE)
        start = time.monotonic()
        terminal.say("")
        machine.answer_code(terminal, phone.code())
        machine.is_in(terminal)
        expect(time.monotonic() - start < 15, "no wait for the whole time")
        expect("b'20', b'1', b'2'" in REPORT.read_text(), "that the wait can be given up")


@case("key wait: without an agent nobody waits")
def no_agent(machine: Machine) -> None:
    phone = alice(machine)
    with companion(machine, "time.sleep(60)"):
        terminal = sudo(machine, {"SSH_AUTH_SOCK": "relative/path"})
        machine.answer_code(terminal, phone.code())
        machine.is_in(terminal)
        expect(not REPORT.exists(), "no companion")


@case("key wait: a companion that says nothing is given up after the time of the policy")
def silence(machine: Machine) -> None:
    phone = alice(machine)
    machine.policy("Mode mandatory", "Touch 5s")
    with companion(machine, "time.sleep(60)"):
        terminal = sudo(machine, {"SSH_AUTH_SOCK": AGENT})
        terminal.expect(CUE)
        terminal.expect("Verification code", 18)
        terminal.type(phone.code())
        machine.is_in(terminal)
    expect(machine.log.wait_for(r"warning user=alice .* reason=key-not-asked cause=system-error place=companion",
                                machine.mark), "a line of the log")
    expect_equal(REPORT.read_text().count("\n"), 1, "orders")
