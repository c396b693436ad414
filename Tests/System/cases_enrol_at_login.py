"""The first login itself enrols: tickets, the QR code on the screen, its first code, recovery codes."""

import base64
import gettext
import os
import re
import select
import shutil
import signal
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import screen
from cases_login_languages import PO, install_texts
from codes import Authenticator
from failure import expect, expect_equal
from machine import ACCEPTED, PASSWORDS, Machine
from openssh import SETTINGS, OpenSSH
from suite import case
from terminal import Terminal

QUESTION = r"Code shown by the app: ?$"
PLAIN_COMMAND = "echo you are in: $((6 * 7))"


def phone_of(uri: str) -> Authenticator:
    """What an app makes of a QR code."""
    parts = urllib.parse.urlsplit(uri)
    fields = dict(urllib.parse.parse_qsl(parts.query))
    expect_equal((parts.scheme, parts.netloc), ("otpauth", "totp"), "what the code is about")
    return Authenticator(base64.b32decode(fields["secret"] + "=" * (-len(fields["secret"]) % 8)))


def typed_key(terminal: Terminal) -> Authenticator:
    """The key as a person reads it off the screen."""
    found = re.findall(r"Key:((?: [A-Z2-7]{4})+)", terminal.shown)[-1].replace(" ", "")
    return Authenticator(base64.b32decode(found))


def ticket_of(machine: Machine, user: str, *options: str) -> str:
    text = machine.countersign("invite", user, *options)
    ticket = re.search(r"^  (\d{4} \d{4})$", text, re.MULTILINE)
    expect(ticket, "a ticket of eight digits")
    machine.typed.add(ticket[1])
    return ticket[1]


class Journey:
    """alice, who has no second factor yet, at a real sshd whose service is `sshd`."""

    def __init__(self, machine: Machine, *policy: str, settings: str = ""):
        self.machine = machine
        machine.policy(*policy)
        machine.password_and_code("sshd")
        self.server = OpenSSH(
            machine.sshd_binary, machine.folder,
            SETTINGS.replace("KbdInteractiveAuthentication no", "KbdInteractiveAuthentication yes") + settings)
        (self.server.folder / "openssh-log").touch()

    def __enter__(self) -> "Journey":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    def ssh(self, *options: str, locale: str = "C.UTF-8") -> Terminal:
        command = self.server.client("alice", PLAIN_COMMAND, "PreferredAuthentications=keyboard-interactive", *options)
        terminal = self.machine.terminal(["env", f"LC_ALL={locale}", *command], "root")
        self.machine.answer_password(terminal, "alice")
        return terminal

    def begins_with_ticket(self, *options: str, **more: str) -> Terminal:
        ticket = ticket_of(self.machine, "alice")
        terminal = self.ssh(*options, **more)
        terminal.expect(r"Verification code: ?$")
        terminal.type(ticket)
        return terminal


def is_enrolled(machine: Machine, user: str = "alice") -> bool:
    return f'"user":"{user}"' in machine.countersign("list", "--json").replace(" ", "") and \
        "phone" in machine.countersign("list")


@case("enrolment at login: ssh, with a ticket, the QR code read off the screen, and recovery codes")
def over_ssh(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login") as journey:
        terminal = journey.begins_with_ticket()
        terminal.expect(QUESTION)
        uri = screen.read_code(terminal.shown)
        expect(uri, "a QR code on a screen of 80 columns and 24 rows")
        phone = phone_of(uri)
        expect_equal(typed_key(terminal).secret, phone.secret, "the key to type")
        expect(len(terminal.shown.encode()) < 4_600, "less than 4 kB in one question")
        terminal.type(phone.code())
        terminal.expect(r"recovery codes, .*\[Y/n\] ?$")
        terminal.say("")
        terminal.expect(r"written them down: ?$")
        codes = re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", terminal.shown)
        expect_equal(len(codes), 10, "recovery codes")
        terminal.say("")
        machine.is_in(terminal)
        for code in (phone.code(1), codes[0]):
            later = journey.ssh()
            machine.answer_code(later, code)
            machine.is_in(later)
        expect("\x1b" not in terminal.shown, "no escape sequence")
        expect(max(map(len, terminal.shown.replace("\r", "").split("\n"))) <= screen.COLUMNS, "80 columns at most")
        status = machine.countersign("status", "alice")
        expect("phone" in status and "ticket" not in status, "a device, and no ticket any more")
        expect("action=enroll device=1:phone by=alice" in "\n".join(machine.log.since(machine.mark)), "who enrolled")


@case("enrolment at login: a client without UTF-8 asks for ASCII, for full blocks, and for the key alone")
def other_views(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login without-ticket") as journey:
        terminal = journey.ssh(locale="C")
        for letter in ("a", "f", "k", "a"):
            terminal.expect(QUESTION)
            terminal.say(letter)
        terminal.expect(QUESTION)
        last = terminal.shown.rsplit("Scan this", 1)[-1]
        expect("@@" in last and "\\342" not in last, "a drawing in ASCII")
        uri = screen.read_code(last, 60)
        expect(uri, "a QR code in ASCII")
        expect_equal(phone_of(uri).secret, typed_key(terminal).secret, "its key")
        terminal.type(phone_of(uri).code())
        terminal.expect(r"\[Y/n\] ?$")
        terminal.say("n")
        machine.is_in(terminal)
        expect("none were made" in machine.countersign("status", "alice"), "no recovery codes")


@case("enrolment at login: full blocks can be read, too")
def full_blocks(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login without-ticket") as journey:
        terminal = journey.ssh()
        terminal.expect(QUESTION)
        terminal.say("f")
        terminal.expect(QUESTION)
        uri = screen.read_code(terminal.shown.rsplit("Scan this", 1)[-1], 60)
        expect(uri, "a QR code in full blocks")
        expect_equal(phone_of(uri).secret, typed_key(terminal).secret, "its key")


@case("enrolment at login: nothing is stored without a right code, and two wrong ones bring the clock up")
def wrong_codes(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login") as journey:
        terminal = journey.begins_with_ticket()
        for _ in range(2):
            terminal.expect(QUESTION)
            terminal.type(typed_key(terminal).wrong())
        terminal.expect(r"Is the clock of the phone right\? Here it is \d\d:\d\d:\d\d UTC\.")
        terminal.expect(QUESTION)
        terminal.type(typed_key(terminal).wrong())
        machine.is_refused(terminal)
        expect("none of the codes was right" in terminal.shown.lower(), "why it ended")
        expect("Enrolment ticket" in machine.countersign("status", "alice"), "the ticket still holds")
        # The line goes away in the middle.
        terminal = journey.ssh()
        terminal.expect(r"Verification code: ?$")
        terminal.type(machine.countersign("invite", "alice", "--quiet").strip())
        terminal.expect(QUESTION)
        terminal.close()
        machine.terminals.remove(terminal)
        expect("Enrolment ticket" in machine.countersign("status", "alice"), "nothing but the ticket")


@case("enrolment at login: a wrong, an old and another user's ticket open nothing")
def wrong_tickets(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login") as journey:
        others = ticket_of(machine, "bob")
        own = ticket_of(machine, "alice")
        newer = ticket_of(machine, "alice")
        for ticket in (others, own, "0000 0000"):
            terminal = journey.ssh()
            terminal.expect(r"Verification code: ?$")
            terminal.type(ticket)
            machine.is_refused(terminal)
            expect("Scan" not in terminal.shown, "no QR code")
        machine.countersign("invite", "alice", "--revoke", "--yes")
        terminal = journey.ssh()
        terminal.expect(r"Verification code: ?$")
        terminal.type(newer)
        machine.is_refused(terminal)


@case("enrolment at login: of two logins with one ticket the first right code enrols, and the other one is told")
def one_ticket_twice(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login") as journey:
        ticket = ticket_of(machine, "alice")
        both = [journey.ssh(), journey.ssh()]
        for terminal in both:
            terminal.expect(r"Verification code: ?$")
            terminal.type(ticket)
            terminal.expect(QUESTION)
        first, second = both
        first.type(typed_key(first).code())
        first.expect(r"\[Y/n\] ?$")
        first.say("n")
        machine.is_in(first)
        second.type(typed_key(second).code())
        machine.is_refused(second)
        expect("meanwhile" in second.shown, "why the other one was refused")
        expect_equal(machine.countersign("list").count("phone"), 1, "devices")


def companions() -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cmdline").read_bytes().startswith(b"countersign-companion\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@case("enrolment at login: a companion that is killed stores nothing, and the login is refused")
def killed_companion(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login without-ticket") as journey:
        terminal = journey.ssh()
        terminal.expect(QUESTION)
        running = companions()
        expect_equal(len(running), 1, "companions that run")
        os.kill(running[0], signal.SIGKILL)
        terminal.type(typed_key(terminal).code())
        machine.is_refused(terminal)
        expect(machine.log.wait_for(r"unavailable user=alice .* place=companion", machine.mark), "a line of the log")
        expect(not list((machine.root / "var/lib/countersign/users").iterdir()), "nothing stored")


@case("enrolment at login: when LoginGraceTime is over nothing is stored, and nothing goes on")
def grace_time(machine: Machine) -> None:
    policy = ("Mode mandatory", "Enroll at-login without-ticket")
    with Journey(machine, *policy, settings="LoginGraceTime 3\n") as journey:
        terminal = journey.ssh()
        terminal.expect(QUESTION)
        deadline = time.monotonic() + 20
        while companions() and time.monotonic() < deadline:
            select.select([], [], [], 0.05)
        expect_equal(companions(), [], "companions that run")
        terminal.type(typed_key(terminal).code())
        machine.is_refused(terminal)
        expect(not list((machine.root / "var/lib/countersign/users").iterdir()), "nothing stored")


@case("enrolment at login: before the day of EnrollBy it is offered, and declining lets in")
def before_the_day(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "EnrollBy 2099-01-01", "Enroll at-login before-enroll-by") as journey:
        terminal = journey.ssh()
        terminal.expect(r"second factor .*now\? \[y/N\] ?$")
        terminal.say("")
        machine.is_in(terminal)
        terminal = journey.ssh()
        terminal.expect(r"now\? \[y/N\] ?$")
        terminal.say("y")
        terminal.expect(QUESTION)
        terminal.type(typed_key(terminal).code())
        terminal.expect(r"\[Y/n\] ?$")
        terminal.say("n")
        machine.is_in(terminal)


@case("enrolment at login: a client that asks nobody gets no QR code and a refusal")
def batch_mode(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login without-ticket") as journey:
        client = journey.server.client("alice", PLAIN_COMMAND, "BatchMode=yes")
        terminal = machine.terminal(client, "root")
        machine.is_refused(terminal)
        expect("Scan" not in terminal.shown and "Key:" not in terminal.shown, "no key")


def sudo_for_carol(machine: Machine, *arguments: str) -> list[str]:
    return ["sudo", "-k", *arguments, "sh", "-c", PLAIN_COMMAND]


@contextmanager
def sudo_of_carol(machine: Machine) -> Iterator[None]:
    """carol may use sudo, whose service is `sudo`."""
    rules = Path("/etc/sudoers.d/countersign-enrolment")
    rules.touch(mode=0o440)
    rules.write_text("Defaults:carol pam_service=sudo, passwd_tries=1\ncarol ALL = (ALL) ALL\n")
    machine.password_and_code("sudo")
    try:
        yield
    finally:
        rules.unlink()


def through_sudo(options: tuple[str, ...]):
    @case(f"enrolment at login: sudo {options[0] if options else 'as it is'}, the QR code read off the screen")
    def run(machine: Machine) -> None:
        with sudo_of_carol(machine):
            machine.policy("Mode mandatory", "Enroll at-login without-ticket")
            terminal = machine.terminal(sudo_for_carol(machine, *options), "carol")
            terminal.expect(r"(?i)(password|say)[^:\n]*: ?$")
            terminal.type(PASSWORDS["carol"])
            terminal.expect(r"(Code shown by the app|say): ?$")
            uri = screen.read_code(terminal.shown)
            expect(uri, "a QR code")
            terminal.type(phone_of(uri).code())
            terminal.expect(r"(\[Y/n\]|say:) ?$")
            terminal.say("n")
            machine.is_in(terminal)


through_sudo(())
through_sudo(("-p", "say: "))


@case("enrolment at login: sudo without a terminal and sudo -n show nothing and refuse")
def sudo_without_terminal(machine: Machine) -> None:
    with sudo_of_carol(machine):
        machine.policy("Mode mandatory", "Enroll at-login without-ticket")
        for option in ("-n", "-S"):
            done = subprocess.run(
                ["setsid", "-w", "setpriv", "--reuid", "carol", "--regid", "carol", "--init-groups",
                 *sudo_for_carol(machine, option)],
                input=PASSWORDS["carol"] + "\n", text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
            expect(done.returncode != 0 and ACCEPTED not in done.stdout, f"refused with {option}")
            expect_equal(done.stdout, "", f"standard output with {option}")
            expect("Key:" not in done.stderr, "no key")
        expect("log in once at a terminal" in done.stderr, "what to do")


@case("enrolment at login: su, with a ticket")
def through_su(machine: Machine) -> None:
    machine.password_and_code("su")
    machine.policy("Mode mandatory", "Enroll at-login")
    ticket = ticket_of(machine, "bob")
    terminal = machine.su("bob")
    machine.answer(terminal, "bob", ticket)
    terminal.expect(QUESTION)
    uri = screen.read_code(terminal.shown)
    expect(uri, "a QR code")
    terminal.type(phone_of(uri).code())
    terminal.expect(r"\[Y/n\] ?$")
    terminal.say("n")
    machine.is_in(terminal)


@case("enrolment at login: without the companion nobody is let in, and the log says what is missing")
def without_companion(machine: Machine) -> None:
    with Journey(machine, "Mode mandatory", "Enroll at-login without-ticket") as journey:
        machine.companion.unlink()
        terminal = journey.ssh()
        machine.is_refused(terminal)
        expect(machine.log.wait_for(r"reason=system-error place=companion", machine.mark), "the reason in the log")


@case("enrolment at login: a newer server, which sends messages at once, shows the QR code to an older client")
def newer_server(machine: Machine) -> None:
    port = 2300
    machine.policy("Mode mandatory", "Enroll at-login without-ticket")
    machine.password_and_code("sshd")
    folder = machine.folder / "newer"
    folder.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "newer-host-key"], check=True)
    known = folder / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {(folder / 'newer-host-key.pub').read_text()}")
    server = subprocess.Popen(
        ["/usr/bin/python3", "-B", Path(__file__).with_name("newer_server.py"), str(port), "sshd", folder],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        expect_equal(server.stdout.readline(), "listening\n", "the server's first line")
        options = [f"Port={port}", f"UserKnownHostsFile={known}", "GlobalKnownHostsFile=/dev/null",
                   "PreferredAuthentications=keyboard-interactive", "NumberOfPasswordPrompts=1"]
        terminal = machine.terminal(
            ["ssh", "-F", "none", *(word for option in options for word in ("-o", option)), "alice@127.0.0.1"], "root")
        machine.answer_password(terminal, "alice")
        terminal.expect(QUESTION)
        uri = screen.read_code(terminal.shown)
        expect(uri, "a QR code on the screen")
        terminal.type(phone_of(uri).code())
        terminal.expect(r"\[Y/n\] ?$")
        terminal.say("")
        terminal.expect(r"written them down: ?$")
        expect(re.search(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", terminal.shown), "recovery codes")
        terminal.say("")
        machine.is_in(terminal)
    finally:
        server.terminate()
        server.wait()


@case("enrolment at login: login at the console")
def through_login(machine: Machine) -> None:
    machine.policy("Mode mandatory", "Enroll at-login without-ticket")
    machine.password_and_code("login")
    terminal = machine.terminal(["login", "alice"], "root")
    machine.answer_password(terminal, "alice")
    terminal.expect(QUESTION)
    uri = screen.read_code(terminal.shown)
    expect(uri, "a QR code")
    terminal.type(phone_of(uri).code())
    terminal.expect(r"\[Y/n\] ?$")
    terminal.say("n")
    terminal.expect(r"[$#] ?$")
    terminal.say(PLAIN_COMMAND + "; exit")
    machine.is_in(terminal)


@case("enrolment at login: a service that nobody knows gets the key as text, and no QR code")
def unknown_service(machine: Machine) -> None:
    machine.policy("Mode mandatory", "Enroll at-login without-ticket")
    machine.password_and_code("some-greeter")
    terminal = machine.terminal(["pamtester", "some-greeter", "alice", "authenticate"], "root")
    machine.answer_password(terminal, "alice")
    terminal.expect(QUESTION)
    expect(not re.search("[█▀▄@]", terminal.shown), "no drawing")
    terminal.type(typed_key(terminal).code())
    expect_equal(terminal.finish(), 0, "exit status")
    expect("recovery" not in terminal.shown.lower(), "no recovery codes in a window")


def speaks(machine: Machine, language: str) -> gettext.GNUTranslations:
    """Installs companion and texts of a language as install.sh does, below this case's root."""
    install_texts(machine, language)
    program = machine.companion.resolve()
    machine.companion.unlink()
    shutil.copy(program, machine.companion)
    folder = machine.root / "usr/share/locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    compiled = folder / "countersign.mo"
    subprocess.run(["msgfmt", f"--output-file={compiled}", PO / f"{language}.po"], check=True)
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def in_language(language: str) -> None:
    tag = language.replace("_", "-")

    def enrols(terminal: Terminal, words: gettext.GNUTranslations) -> Authenticator:
        terminal.expect(re.escape(words.gettext("Code shown by the app: ")) + "$")
        uri = screen.read_code(terminal.shown)
        expect(uri, "a QR code")
        expect(words.gettext("Scan this with an authenticator app, or type the key into it.") in terminal.shown,
               "what to do")
        phone = phone_of(uri)
        terminal.type(phone.wrong())
        terminal.expect(re.escape(words.gettext("That code does not fit the key.")))
        terminal.type(phone.code())
        terminal.expect(r"\[Y/n\] ?$")
        terminal.say("y")
        expect("Scan this" not in terminal.shown and "Code shown" not in terminal.shown, "nothing in English")
        return phone

    def finishes(machine: Machine, terminal: Terminal, words: gettext.GNUTranslations) -> None:
        terminal.expect(re.escape(words.gettext("Press Enter when you have written them down: ")) + "$")
        expect_equal(len(re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", terminal.shown)), 10, "recovery codes")
        terminal.say("")
        machine.is_in(terminal)

    @case(f"enrolment at login: the whole journey over ssh in {language}")
    def over_ssh_in_language(machine: Machine) -> None:
        words = speaks(machine, language)
        with Journey(machine, "Mode mandatory", "Enroll at-login", f"Language {tag}") as journey:
            ticket = ticket_of(machine, "alice")
            terminal = journey.ssh()
            prompt = re.escape(words.pgettext("login", "Verification code: ")) + "$"
            terminal.expect(prompt)
            terminal.type(ticket)
            phone = enrols(terminal, words)
            finishes(machine, terminal, words)
            later = journey.ssh()
            later.expect(prompt)
            later.type(phone.code(1))
            machine.is_in(later)

    @case(f"enrolment at login: the whole journey under sudo in {language}")
    def sudo_in_language(machine: Machine) -> None:
        words = speaks(machine, language)
        with sudo_of_carol(machine):
            machine.policy("Mode mandatory", "Enroll at-login without-ticket", f"Language {tag}")
            terminal = machine.terminal(sudo_for_carol(machine), "carol")
            machine.answer_password(terminal, "carol")
            enrols(terminal, words)
            finishes(machine, terminal, words)


for each in ("de", "ja"):
    in_language(each)
