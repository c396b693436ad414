"""Logins by ssh: a real client in a terminal, a real sshd."""

from codes import Authenticator, roomy_period
from failure import expect, expect_equal
from log_line import LogLine
from machine import Machine, ssh_line
from sshd import NAME
from suite import case

IN = ssh_line("accepted", "totp", device="1:Phone")


@case("ssh: password and code")
def password_and_code(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.logged(IN)


@case("ssh: a code works once")
def replayed_code(machine: Machine) -> None:
    machine.password_and_code(NAME)
    code = machine.enrol("alice").code()
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", code))
    terminal = machine.answer(machine.ssh("alice"), "alice", code)
    machine.is_refused(terminal)
    machine.logged(IN, ssh_line("refused", "replayed-code", device="1:Phone"))


@case("ssh: one code, one login, however many come at once")
def racing_logins(machine: Machine) -> None:
    machine.password_and_code(NAME)
    code = machine.enrol("alice").code()
    terminals = [machine.ssh("alice") for _ in range(8)]
    for terminal in terminals:
        machine.answer_password(terminal, "alice")
    for terminal in terminals:
        terminal.expect("Verification code: ?$")
    for terminal in terminals:
        terminal.type(code)
    expect_equal(sorted(terminal.finish() == 0 for terminal in terminals), [False] * 7 + [True], "logins that are in")


@case("ssh: a wrong code is refused, and the next right one is not")
def wrong_code(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.wrong()))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.logged(ssh_line("refused", "wrong-code"), IN)


@case("ssh: a wrong password is refused in spite of a right code")
def wrong_password(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    terminal = machine.ssh("alice")
    terminal.expect("Password: ?$")
    terminal.type("not-the-password")
    machine.answer_code(terminal, phone.code())
    machine.is_refused(terminal)


@case("ssh: a password alone is refused where the code is the password again")
def password_as_code(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.enrol("alice")
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    terminal.expect("Verification code: ?$")
    terminal.type("Copper-Harbour-Fern")
    machine.is_refused(terminal)
    machine.logged(ssh_line("refused", "not-a-code"))


@case("ssh: public key and code")
def key_and_code(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE", "auth required pam_permit.so")
    phone = machine.enrol("carol")
    key = user_key(machine, "carol")
    terminal = machine.ssh("carol", f"IdentityFile={key}")
    machine.answer_code(terminal, phone.code())
    machine.is_in(terminal)
    expect("assword" not in terminal.shown, "no question for a password")
    machine.logged(ssh_line("accepted", "totp", "carol", "1:Phone"))


@case("ssh: public key without a right code is refused, a code without the key is not asked for")
def key_or_code(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE", "auth required pam_permit.so")
    phone = machine.enrol("carol")
    terminal = machine.ssh("carol", f"IdentityFile={user_key(machine, 'carol')}")
    machine.answer_code(terminal, phone.wrong())
    machine.is_refused(terminal)
    terminal = machine.ssh("carol", "PubkeyAuthentication=no")
    machine.is_refused(terminal)
    expect("Verification" not in terminal.shown, "no question")
    machine.logged(ssh_line("refused", "wrong-code", "carol"))


def user_key(machine: Machine, user: str) -> str:
    key = machine.sshd.folder / f"{user}-key"
    if not key.exists():
        machine.sshd.make_key(key.name)
        (machine.sshd.folder / "keys" / user).write_text(key.with_suffix(".pub").read_text())
    return str(key)


@case("ssh: the module as the only auth line")
def only_module(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("alice")
    terminal = machine.ssh("alice")
    machine.answer_code(terminal, phone.code())
    machine.is_in(terminal)
    terminal = machine.ssh("alice")
    machine.answer_code(terminal, phone.wrong())
    machine.is_refused(terminal)
    machine.logged(IN, ssh_line("refused", "wrong-code"))


@case("ssh: codes of neighbouring steps, one is accepted, two is refused")
def neighbouring_steps(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    for steps, reason in ((-2, "wrong-code"), (2, "wrong-code"), (-1, "totp"), (1, "totp")):
        terminal = machine.ssh("alice")
        machine.answer_code(terminal, phone.code(steps))
        if reason == "totp":
            machine.is_in(terminal)
        else:
            machine.is_refused(terminal)
    machine.logged(*[ssh_line("refused", "wrong-code")] * 2, IN, IN)


@case("ssh: a code older than one used already is refused")
def earlier_step(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    terminal = machine.ssh("alice")
    machine.answer_code(terminal, phone.code())
    machine.is_in(terminal)
    terminal = machine.ssh("alice")
    machine.answer_code(terminal, phone.code(-1))
    machine.is_refused(terminal)


@case("ssh: an event-based device, with codes skipped and none accepted twice")
def event_based(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("alice", None, "--type", "hotp", "--counter", "7")
    for counter, accepted in ((7, True), (7, False), (12, True), (9, False), (13, True), (30, False), (14, True)):
        terminal = machine.ssh("alice")
        machine.answer_code(terminal, phone.counted(counter))
        if accepted:
            machine.is_in(terminal)
        else:
            machine.is_refused(terminal)


@case("ssh: who is not enrolled is asked and refused where the policy says mandatory")
def not_enrolled(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(NAME)
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", Authenticator().code()))
    machine.logged(ssh_line("refused", "not-enrolled"))


@case("ssh: who is not enrolled passes with nullok and the password")
def nullok(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(NAME, "nullok")
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    machine.is_in(terminal)
    expect("Verification" not in terminal.shown, "no question for a code")
    machine.logged(ssh_line("skipped", "not-enrolled"))


@case("ssh: who is enrolled is asked in spite of nullok")
def nullok_enrolled(machine: Machine) -> None:
    machine.password_and_code(NAME, "nullok")
    phone = machine.enrol("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.wrong()))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))


@case("ssh: a name without an account is asked the same and not logged")
def unknown_user(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    terminal = machine.ssh("nosuchperson")
    machine.answer_code(terminal, Authenticator().code())
    machine.is_refused(terminal)
    machine.logged(ssh_line("refused", "answer-replaced-by-sshd", "-"))


@case("ssh: password and code in one answer, forward_pass")
def forward_pass(machine: Machine) -> None:
    machine.service(NAME, "auth requisite MODULE forward_pass", "auth required pam_unix.so use_first_pass nodelay")
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    for password, code, accepted in (
        ("Copper-Harbour-Fern", phone.code(), True), ("wrong-password", phone.code(1), False),
        ("Copper-Harbour-Fern", phone.wrong(), False),
    ):
        terminal = machine.ssh("alice")
        terminal.expect("Password & verification code: ?$")
        terminal.type(password + code)
        terminal.typed |= {password, code}
        if accepted:
            machine.is_in(terminal)
        else:
            machine.is_refused(terminal)
        expect_equal(terminal.shown.count("code:"), 1, "questions")
    machine.logged(IN, IN, ssh_line("refused", "wrong-code"))


@case("ssh: try_first_pass takes the code of an earlier answer, and asks where there is none")
def try_first_pass(machine: Machine) -> None:
    machine.service(NAME, "auth optional pam_unix.so nodelay", "auth required MODULE try_first_pass")
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    terminal = machine.ssh("alice")
    terminal.expect("Password: ?$")
    terminal.type(phone.code())
    machine.is_in(terminal)
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code(1)))
    machine.logged(IN, IN)


@case("ssh: use_first_pass takes the code of an earlier answer and never asks")
def use_first_pass(machine: Machine) -> None:
    machine.service(NAME, "auth optional pam_unix.so nodelay", "auth required MODULE use_first_pass")
    phone = machine.enrol("alice")
    terminal = machine.ssh("alice")
    terminal.expect("Password: ?$")
    terminal.type(phone.code())
    machine.is_in(terminal)
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    machine.is_refused(terminal)
    expect("Verification" not in terminal.shown, "no question for a code")


@case("ssh: use_first_pass without an earlier answer refuses")
def no_first_pass(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE use_first_pass")
    machine.enrol("alice")
    machine.is_refused(machine.ssh("alice"))
    machine.logged(ssh_line("refused", "no-earlier-answer"))


@case("ssh: an empty answer is refused and changes nothing")
def empty_answer(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.enrol("alice")
    before = machine.state("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", ""))
    expect(machine.state("alice") == before, "the state as it was")
    machine.logged(ssh_line("refused", "empty-answer"))


@case("ssh: Ctrl-C at the prompt changes nothing")
def interrupted(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    before = machine.state("alice")
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    terminal.expect("Verification code: ?$")
    terminal.interrupt()
    machine.is_refused(terminal)
    closed = rf"{NAME}\[\d+\]: Connection (closed|reset) by authenticating user alice"
    expect(machine.log.wait_for(closed, machine.mark), "sshd's line about the connection")
    expect(machine.state("alice") == before, "the state as it was")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))


@case("ssh: root under prohibit-password is refused, and its device counts nothing")
def junk_for_root(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("root")
    before = machine.state("root")
    terminal = machine.ssh("root")
    machine.answer_code(terminal, phone.code())
    machine.is_refused(terminal)
    expect(machine.state("root") == before, "the state as it was")
    machine.logged(ssh_line("refused", "answer-replaced-by-sshd", "root"))


@case("ssh: five wrong codes let the device rest")
def throttled(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("alice")
    for code in [phone.wrong()] * 5 + [phone.code()]:
        terminal = machine.ssh("alice")
        machine.answer_code(terminal, code)
        machine.is_refused(terminal)
    machine.logged(*[ssh_line("refused", "wrong-code")] * 5, ssh_line("throttled", "too-many-wrong-codes"))


@case("ssh: a prompt of the administrator's own, and an answer that is shown")
def own_prompt(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE echo [prompt=Six digits, please: ]")
    code = machine.enrol("alice").code()
    terminal = machine.ssh("alice")
    terminal.expect("Six digits, please: $")
    terminal.type(code)
    machine.is_in(terminal)
    expect(code in terminal.shown, "the typed code on the terminal")


@case("ssh: an argument that is unknown refuses every login")
def unknown_argument(machine: Machine) -> None:
    machine.password_and_code(NAME, "nulok")
    phone = machine.enrol("alice")
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    machine.is_refused(terminal)
    expect(machine.log.wait_for(r"error argument=\d+:nulok reason=unknown-argument", machine.mark), "a line in the log")
    expect_equal(LogLine.all(machine.log.since(machine.mark)), [], "lines about a login")
    machine.password_and_code(NAME)
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
