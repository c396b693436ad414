"""Security keys in sudo and su, with a key in software that real libfido2 talks to, and pam_u2f beside it."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

from codes import Authenticator
from failure import expect, expect_equal
from log_line import LogLine
from machine import ENVIRONMENT, SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case
from terminal import Terminal
from virtual_key import VirtualKey

PRELOAD = Path("/etc/ld.so.preload")
CUE = r"Touch your security key"
PARTY = "pam://private-machine"


class Rig:
    """A key that every program in the private machine finds, and a user who has it."""

    def __init__(self, machine: Machine, *options: str, key: VirtualKey | None = None, pin: str | None = None):
        self.machine = machine
        library = machine.folder / "virtual-key.so"
        if not library.exists():
            source = machine.checkout / "Tests/System/virtual-key.c"
            subprocess.run(["gcc", "-shared", "-fPIC", "-Wall", "-o", library, source, "-ldl"], check=True)
        self.key = key or VirtualKey(pin=pin)
        PRELOAD.write_text(f"{library}\n")
        self.pin = pin
        if "unenrolled" not in options:
            self.enrol(*options)

    def enrol(self, *options: str, user: str = "alice", status: int = 0) -> str:
        pins = f"{self.pin}\n" * 2 if self.pin else ""
        return self.machine.countersign(
            "enroll", user, "--type", "fido2", "--name", "blue", "--quiet", *options, text=pins, status=status)

    def __enter__(self) -> "Rig":
        return self

    def __exit__(self, *unused) -> None:
        PRELOAD.unlink(missing_ok=True)
        self.key.unplug()

    def sudo(self) -> Terminal:
        terminal = self.machine.sudo()
        self.machine.answer_password(terminal, "alice")
        return terminal

    def reads_code(self, terminal: Terminal, phone: Authenticator) -> None:
        self.machine.answer_code(terminal, phone.code())
        self.machine.is_in(terminal)


def line(outcome: str, reason: str, device: str = "-") -> LogLine:
    return local_line(ssh_line(outcome, reason, device=device), SUDO_SERVICE, "alice")


@case("security key: sudo lets in who touches it, and nothing else is asked")
def touch(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        terminal = rig.sudo()
        terminal.expect(CUE)
        machine.is_in(terminal)
        expect("Verification code" not in terminal.shown, "no question for a code")
        machine.logged(line("accepted", "fido2", "1:blue"))


@case("security key: su, with the key of the one whose account it is")
def su(machine: Machine) -> None:
    machine.password_and_code("su")
    with Rig(machine, "unenrolled") as rig:
        rig.enrol(user="bob")
        terminal = machine.su("bob")
        machine.answer_password(terminal, "bob")
        terminal.expect(CUE)
        machine.is_in(terminal)


@case("security key: Enter gives the wait up, and a code is asked for")
def given_up(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    phone = machine.enrol("alice")
    with Rig(machine) as rig:
        rig.key.touch_after = None
        terminal = rig.sudo()
        terminal.expect(CUE + ", or press Enter to type a code")
        time.sleep(0.3)
        terminal.type("")
        rig.reads_code(terminal, phone)
        machine.logged(line("accepted", "totp", "1:Phone"))


@case("security key: who does not touch it in time is asked for a code; without one they are refused")
def late(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    machine.policy("Touch 5s")
    with Rig(machine) as rig:
        rig.key.touch_after = None
        terminal = rig.sudo()
        terminal.expect(CUE)
        terminal.expect("not touched in time")
        machine.is_refused(terminal)
        phone = machine.enrol("alice")
        terminal = rig.sudo()
        start = time.monotonic()
        terminal.expect(CUE)
        rig.reads_code(terminal, phone)
        expect(4 < time.monotonic() - start < 9, "about five seconds of waiting")
        rig.key.touch_after = 1.0
        machine.is_in(rig.sudo())
        machine.logged(
            line("refused", "key-not-touched"), line("accepted", "totp", "2:Phone"),
            line("accepted", "fido2", "1:blue"))


@case("security key: one that is not there is not waited for")
def not_there(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        rig.key.unplug()
        start = time.monotonic()
        terminal = rig.sudo()
        terminal.expect("Plug it in")
        machine.is_refused(terminal)
        phone = machine.enrol("alice")
        rig.reads_code(rig.sudo(), phone)
        expect(time.monotonic() - start < 8, "no waiting")
        stranger = VirtualKey("stranger")
        code = Authenticator(phone.secret).code(1)
        terminal = rig.sudo()
        machine.answer_code(terminal, code)
        machine.is_in(terminal)
        stranger.unplug()
        expect_equal(stranger.touches, 0, "touches that a stranger's key was asked for")


@case("security key: a remote login never waits for a key that is plugged into this machine")
def remote(machine: Machine) -> None:
    machine.password_and_code(NAME)
    with Rig(machine) as rig:
        rig.key.touch_after = None
        phone = machine.enrol("alice")
        start = time.monotonic()
        machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
        expect(time.monotonic() - start < 5, "no waiting")
        expect_equal(rig.key.touches, 2, "touches, all of the enrolment")
        machine.logged(ssh_line("accepted", "totp", device="2:Phone"))


@case("security key: with a PIN; a wrong one stops at once, and tries are told before")
def pin(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine, "--pin", pin="2468-PIN") as rig:
        terminal = rig.sudo()
        terminal.expect(r"PIN of the security key \(8 tries left\): ?$")
        terminal.type(rig.pin)
        terminal.expect(CUE)
        machine.is_in(terminal)
        for left in (8, 7, 6):
            terminal = rig.sudo()
            terminal.expect(rf"PIN of the security key \({left} tries left\): ?$")
            terminal.type("1357-NIP")
            machine.is_refused(terminal)
            expect_equal(len(re.findall(r"PIN of the security key \(", terminal.shown)), 1, "questions for a PIN")
        terminal = rig.sudo()
        terminal.expect("tries left")
        terminal.type(rig.pin)
        terminal.expect("unplug your security key")
        machine.is_refused(terminal)
        rig.key.wrong_in_a_row, rig.key.tries = 0, 0
        terminal = rig.sudo()
        terminal.expect("blocked")
        machine.is_refused(terminal)
        expect("tries left" not in terminal.shown, "no question that could not be answered")
        wrong, blocked = line("refused", "key-wrong-pin"), line("refused", "key-pin-blocked")
        machine.logged(line("accepted", "fido2", "1:blue"), wrong, wrong, blocked, blocked, blocked)


# What the signed data have to say; each of these keys answers, and proves nothing.
LIES = {
    "an answer for another relying party": ("answers_for_party", "pam://elsewhere", "key-answer-for-another"),
    "another key's signature": ("signs_with_another_key", True, "key-wrong-signature"),
    "a signature that was made before": ("replays", True, "key-wrong-signature"),
    "a touch that the signed data do not have": ("claims_no_touch", True, "key-answer-untouched"),
}


def for_each_lie(name: str, attribute: str, value, reason: str) -> None:
    @case(f"security key: {name} is refused, and a code still does")
    def lie(machine: Machine) -> None:
        machine.password_and_code(SUDO_SERVICE)
        with Rig(machine) as rig:
            machine.is_in(rig.sudo())
            setattr(rig.key, attribute, value)
            terminal = rig.sudo()
            terminal.expect("did not prove")
            machine.is_refused(terminal)
            told = f"security key refused user=alice reason={reason}"
            expect(machine.log.wait_for(told, machine.mark), f"a line: {told}")
            phone = machine.enrol("alice")
            rig.reads_code(rig.sudo(), phone)


for lie_name, (lie_attribute, lie_value, lie_reason) in LIES.items():
    for_each_lie(lie_name, lie_attribute, lie_value, lie_reason)


@case("security key: CVE-2021-31924, a PIN that was asked for and is not in the signed data")
def unverified(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine, "--pin", pin="2468-PIN") as rig:
        rig.key.claims_no_verification = True
        terminal = rig.sudo()
        terminal.expect("tries left")
        terminal.type(rig.pin)
        machine.is_refused(terminal)
        # An empty answer, or none, is no PIN either.
        terminal = rig.sudo()
        terminal.expect("tries left")
        terminal.type("")
        machine.is_refused(terminal)
        expect_equal(rig.key.tries, 8, "tries of the PIN")


@case("security key: a counter that steps back is refused and logged; resync repairs it")
def counter(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        machine.is_in(rig.sudo())
        rig.key.counter = 0
        machine.is_refused(rig.sudo())
        machine.countersign("resync", "alice", "blue")
        machine.is_in(rig.sudo())
        accepted = line("accepted", "fido2", "1:blue")
        machine.logged(accepted, line("refused", "signature-counter", "1:blue"), accepted)


@case("security key: pulled out in the middle, silent, talking without end or nonsense: a code is asked for")
def broken(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    machine.policy("Touch 5s")
    with Rig(machine) as rig:
        machine.enrol("alice")
        for attribute in ("says_garbage", "floods", "hangs", "pulled_at_touch"):
            setattr(rig.key, attribute, True)
            start = time.monotonic()
            terminal = rig.sudo()
            terminal.expect(r"Verification code: ?$", 30)
            terminal.interrupt()
            machine.is_refused(terminal)
            expect(time.monotonic() - start < 25, f"an end in time: {attribute}")
            setattr(rig.key, attribute, False)
        expect(machine.log.wait_for("key-program-failed", machine.mark), "a line: key-program-failed")


@case("security key: the program that talks to keys is missing, or dies: logged, and a code is asked for")
def dead_program(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        program = machine.companion.with_name("security-key")
        target = program.resolve()
        program.unlink()
        terminal = rig.sudo()
        terminal.expect("cannot be used now")
        machine.is_refused(terminal)
        phone = machine.enrol("alice")
        rig.reads_code(rig.sudo(), phone)
        program.write_text("#!/bin/sh\nkill -SEGV $$\n")
        program.chmod(0o755)
        terminal = rig.sudo()
        machine.answer_code(terminal, Authenticator(phone.secret).code(1))
        machine.is_in(terminal)
        program.unlink()
        program.symlink_to(target)
        machine.is_in(rig.sudo())


@case("security key: several plugged in, the one that is touched is taken")
def several(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        second = VirtualKey("key2")
        rig.key.touch_after = None
        rig.machine.countersign("enroll", "alice", "--type", "fido2", "--name", "red", "--quiet")
        expect_equal(len(second.credentials), 1, "credentials of the second key")
        terminal = rig.sudo()
        terminal.expect("Touch the security key to use")
        machine.is_in(terminal)
        machine.logged(line("accepted", "fido2", "2:red"))
        second.unplug()


@case("security key: without a touch, resident, and of each algorithm")
def kinds(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine, "unenrolled") as rig:
        for options in (["--no-touch"], ["--resident"], ["--algorithm", "eddsa"], ["--algorithm", "rs256"]):
            rig.enrol(*options)
            machine.is_in(rig.sudo())
            machine.countersign("remove", "alice", "blue", "--yes")


@case("security key: enrolled twice, with a name that is taken, or without a key: refused, and nothing is stored")
def enrolment(machine: Machine) -> None:
    with Rig(machine, "--relying-party", "pam://example.org") as rig:
        record = (machine.root / "var/lib/countersign/users/alice").read_bytes()
        machine.countersign(
            "enroll", "alice", "--type", "fido2", "--relying-party", "pam://example.org", "--quiet", status=1)
        rig.key.refuses = True
        machine.countersign("enroll", "alice", "--type", "fido2", "--quiet", status=1)
        rig.key.refuses, rig.key.signs_with_another_key = False, True
        machine.countersign("enroll", "alice", "--type", "fido2", "--quiet", status=1)
        expect_equal((machine.root / "var/lib/countersign/users/alice").read_bytes(), record, "the record")
        text = machine.countersign("list", "alice", "--json")
        expect("pam://example.org" in text.replace("\\/", "/"), "the relying party in the list")


@case("security key: a file of pam_u2f is imported, and both modules take the same key side by side")
def pam_u2f(machine: Machine) -> None:
    with Rig(machine, "unenrolled") as rig:
        origin = "pam://fleet.example.org"
        file = machine.root / "u2f_keys"
        line_of_key = subprocess.run(
            ["pamu2fcfg", "-u", "alice", "-o", origin, "-i", origin], env=ENVIRONMENT, check=True, text=True,
            stdout=subprocess.PIPE).stdout
        file.write_text(line_of_key + "\n")
        machine.service(
            SUDO_SERVICE, f"auth required pam_u2f.so authfile={file} origin={origin} appid={origin} cue",
            "auth required MODULE")
        # What the keys are for stands in the line of PAM alone.
        report = machine.countersign("import", "pam-u2f", str(file))
        expect("alice" in report, "the user in the report")
        terminal = machine.sudo()
        terminal.expect("(?i)please touch the device")
        terminal.expect(CUE)
        machine.is_in(terminal)
        expect_equal(rig.key.touches, 3, "touches")
        machine.logged(line("accepted", "fido2", "1:key"))
        # The other one asks the key for whatever it says; this one also looks at the counter.
        rig.key.counter = 0
        machine.is_refused(machine.sudo())


@case("security key: fido2-token sees the key that is enrolled, and the program leaves nothing behind")
def beside_others(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        listed = subprocess.run(["fido2-token", "-L"], env=ENVIRONMENT, check=True, text=True, stdout=subprocess.PIPE)
        expect("virtual key" in listed.stdout, "the key in the list of fido2-token")
        machine.is_in(rig.sudo())
        lines = [file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline")]
        left = [words for words in lines if words.endswith(b"/countersign/security-key\0")]
        expect_equal(left, [], "processes that are left")


@case("security key: the program that talks to it is confined; CVE-2019-12210 and pam_u2f 1.0.4, what it inherits")
def confined(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    with Rig(machine) as rig:
        rig.key.touch_after = None
        terminal = machine.terminal(
            ["env", "XDG_CONFIG_HOME=/tmp/evil", "sudo", "-k", "sh", "-c", "echo you are in: $((6 * 7))"], "alice")
        machine.answer_password(terminal, "alice")
        terminal.expect(CUE)
        process = next(file.parent for file in Path("/proc").glob("[0-9]*/cmdline")
                       if file.read_bytes().endswith(b"/countersign/security-key\0"))
        lines = (process / "status").read_text().splitlines()
        status = dict(field.split(":\t", 1) for field in lines if ":\t" in field)
        expect("0" not in status["Uid"].split() + status["Gid"].split(), "no identity of root's")
        expect_equal(int(status["CapPrm"], 16) | int(status["CapEff"], 16), 0, "capabilities")
        expect_equal((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"), "new privileges, and the filter")
        expect_equal((process / "environ").read_bytes(), b"LC_ALL=C\0", "environment")
        open_files = {int(entry.name): entry.readlink() for entry in (process / "fd").iterdir()}
        others = [str(target) for number, target in open_files.items() if number > 2]
        expect_equal([name.split(":")[0] for name in others], ["socket"], "descriptors: the key alone")
        os.kill(terminal.process, signal.SIGKILL)
        # Whoever waited has left: it goes at once, and the key stops waiting.
        deadline = time.monotonic() + 5
        while process.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        expect(not process.exists(), "the program has ended")
