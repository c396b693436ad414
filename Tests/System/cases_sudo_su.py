"""The same under sudo and su."""

from codes import Authenticator, roomy_period
from failure import expect
from log_line import LogLine
from machine import SUDO_SERVICE, Machine, local_line, ssh_line
from suite import case
from terminal import Terminal

SERVICES = {"sudo": (SUDO_SERVICE, "alice"), "su": ("su", "bob")}


class Caller:
    """Alice, who calls sudo with her own password and code, or su with those of bob."""

    def __init__(self, machine: Machine, program: str):
        self.machine = machine
        self.program = program
        self.service, self.user = SERVICES[program]

    def call(self) -> Terminal:
        return self.machine.sudo() if self.program == "sudo" else self.machine.su(self.user)

    def answer(self, code: str) -> Terminal:
        return self.machine.answer(self.call(), self.user, code)

    def line(self, outcome: str, reason: str, device: str = "-") -> LogLine:
        return local_line(ssh_line(outcome, reason, device=device), self.service, self.user)


def on_both(name: str):
    """Makes a case for sudo and one for su of a function."""
    def register(function):
        def with_program(program: str):
            def run(machine: Machine) -> None:
                function(machine, Caller(machine, program))
            run.__name__ = function.__name__
            case(f"{program}: {name}")(run)
        for program in SERVICES:
            with_program(program)
        return function
    return register


@on_both("password and code, once")
def password_and_code(machine: Machine, caller: Caller) -> None:
    machine.password_and_code(caller.service)
    code = machine.enrol(caller.user).code()
    machine.is_in(caller.answer(code))
    terminal = caller.answer(code)
    machine.is_refused(terminal)
    machine.logged(
        caller.line("accepted", "totp", "1:Phone"), caller.line("refused", "replayed-code", "1:Phone"))


@on_both("a wrong code is refused")
def wrong_code(machine: Machine, caller: Caller) -> None:
    machine.password_and_code(caller.service)
    phone = machine.enrol(caller.user)
    machine.is_refused(caller.answer(phone.wrong()))
    machine.is_in(caller.answer(phone.code()))
    machine.logged(caller.line("refused", "wrong-code"), caller.line("accepted", "totp", "1:Phone"))


@on_both("the module as the only auth line")
def only_module(machine: Machine, caller: Caller) -> None:
    machine.service(caller.service, "auth required MODULE")
    phone = machine.enrol(caller.user)
    terminal = caller.call()
    machine.answer_code(terminal, phone.code())
    machine.is_in(terminal)


@on_both("codes of neighbouring steps")
def neighbouring_steps(machine: Machine, caller: Caller) -> None:
    machine.password_and_code(caller.service)
    phone = machine.enrol(caller.user, Authenticator(period=roomy_period()))
    machine.is_refused(caller.answer(phone.code(2)))
    machine.is_refused(caller.answer(phone.code(-2)))
    machine.is_in(caller.answer(phone.code(-1)))
    machine.is_in(caller.answer(phone.code(1)))


@on_both("who is not enrolled is refused, and passes with nullok")
def not_enrolled(machine: Machine, caller: Caller) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(caller.service)
    machine.is_refused(caller.answer(Authenticator().code()))
    machine.password_and_code(caller.service, "nullok")
    terminal = caller.call()
    machine.answer_password(terminal, caller.user)
    machine.is_in(terminal)
    machine.logged(caller.line("refused", "not-enrolled"), caller.line("skipped", "not-enrolled"))


@on_both("a store that cannot be trusted refuses")
def untrusted_store(machine: Machine, caller: Caller) -> None:
    machine.service(caller.service, "auth required MODULE nullok")
    machine.enrol(caller.user)
    (machine.root / "var/lib/countersign/users").chmod(0o777)
    terminal = caller.call()
    machine.is_refused(terminal)
    machine.logged(caller.line("unavailable", "too-open"))


@on_both("password and code in one answer, forward_pass")
def forward_pass(machine: Machine, caller: Caller) -> None:
    machine.service(
        caller.service, "auth requisite MODULE forward_pass", "auth required pam_unix.so use_first_pass nodelay")
    phone = machine.enrol(caller.user)
    terminal = caller.call()
    terminal.expect("Password & verification code: ?$")
    password = {"alice": "Copper-Harbour-Fern", "bob": "Velvet-Anchor-Moss"}[caller.user]
    code = phone.code()
    terminal.type(password + code)
    terminal.typed |= {password, code}
    machine.is_in(terminal)


@on_both("an empty answer and Ctrl-C change nothing")
def no_answer(machine: Machine, caller: Caller) -> None:
    machine.password_and_code(caller.service)
    phone = machine.enrol(caller.user)
    before = machine.state(caller.user)
    machine.is_refused(caller.answer(""))
    terminal = caller.call()
    machine.answer_password(terminal, caller.user)
    terminal.expect("Verification code: ?$")
    terminal.interrupt()
    machine.is_refused(terminal)
    expect(machine.state(caller.user) == before, "the state as it was")
    machine.is_in(caller.answer(phone.code()))


@case("sudo: the caller's environment changes nothing")
def environment(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    phone = machine.enrol("alice")
    terminal = machine.terminal([
        "env", "SSH_CONNECTION=203.0.113.9 1 203.0.113.10 22", "SSH_AUTH_INFO_0=publickey x", "HOME=/tmp",
        "COUNTERSIGN_ROOT=/tmp", "LD_PRELOAD=/nonexistent", "sudo", "-k", "sh", "-c", "echo you are in: $((6 * 7))"])
    machine.is_in(machine.answer(terminal, "alice", phone.code()))
    machine.logged(local_line(ssh_line("accepted", "totp", device="1:Phone"), SUDO_SERVICE, "alice"))
