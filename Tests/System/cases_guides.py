"""Each command of countersign-guides(7), in the order of the manual, on the private machine's own files and store."""

import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from codes import Authenticator
from failure import expect, expect_equal
from guides import COMMAND, STORES, confirm_phone, enter, guides
from machine import ENVIRONMENT, Machine
from openssh import PORT
from services import PAM, PASSWORD, USER, Setting, expect_same, configuration, setting
from store import make_store
from suite import case
from terminal import Terminal

PROMPT = "next-command> "


class Guide:
    """Somebody who follows a guide, as root in one terminal and as the user in others."""

    def __init__(self, machine: Machine, it: Setting, title: str):
        self.machine = machine
        self.it = it
        self.displays = guides(machine.checkout / "man/countersign-guides.7")[title]
        self.token = Authenticator()
        self.presses = 0
        self.session: Terminal | None = None
        self.done: list[str] = []

    def follow(self, number: int) -> None:
        """Runs the commands of a display."""
        for who, text in self.displays[number]:
            command = text.replace("alice", USER)
            self.as_root(command) if who == "#" else self.as_user(command)
            self.done.append(text)

    def finish(self) -> None:
        if self.session is not None:
            enter(self.session, "exit 0")
            self.session.finish()
            self.session = None
        expect_equal(self.done, [text for display in self.displays for _, text in display], "commands of the guide")

    def as_root(self, command: str) -> None:
        terminal = self.machine.terminal(["sh", "-c", command], "root")
        if command == f"countersign enroll {USER}":
            confirm_phone(terminal)
        elif command.startswith("countersign enable") and "--yes" not in command:
            terminal.expect(r"Go on\? \[y/N\] $", 120)
            enter(terminal, "y")
        expect_equal(terminal.finish(120), 0, f"status of: {command}\n{terminal.shown}")
        if command == f"countersign enroll {USER}":
            self.exchange()

    def exchange(self) -> None:
        """A token in the place of the phone, since nobody is to wait here for the phone's next code."""
        run("countersign", "remove", USER, "--all", "--yes")
        run("countersign", "enroll", USER, "--type", "hotp", "--secret-stdin", "--no-confirm", "--quiet",
            text=self.token.base32 + "\n")
        self.presses = 0

    def code(self) -> str:
        self.presses += 1
        return self.token.counted(self.presses - 1)

    def as_user(self, command: str) -> None:
        """In the login by ssh, once there is one; else in a shell of the user's."""
        if command.startswith("ssh "):
            self.it.sshd.wait()
            self.session = self.machine.terminal(["sh", "-c", command], "root")
        elif self.session is None:
            self.session = self.machine.terminal(["sh", "-i"], USER)
            self.session.expect(r"[$#] $")
            self.name_prompt()
            self.type(command)
        else:
            self.type(command)
        self.answer_questions()
        if command.startswith("ssh "):
            self.name_prompt()

    def name_prompt(self) -> None:
        enter(self.session, f"PS1='{PROMPT[:4]}''{PROMPT[4:]}'")
        self.session.expect(re.escape(PROMPT) + "$")

    def type(self, command: str) -> None:
        enter(self.session, command + " && echo well-$((1 + 1))")

    def answer_questions(self) -> None:
        """Whatever is asked, until the shell asks for the next command."""
        while True:
            question = self.session.expect(
                r"(?i)(password[^\n]*: ?$)|(verification code: ?$)|([$#] $)|(well-2[\s\S]*" + PROMPT + r"$)|(error:)")
            if question.group(1):
                self.session.type(PASSWORD)
            elif question.group(2):
                self.session.type(self.code())
            else:
                expect(not question.group(5), f"no error on the terminal: {self.session.shown}")
                return


def run(*arguments: str, text: str = "") -> str:
    done = subprocess.run(
        arguments, input=text, text=True, env=ENVIRONMENT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    expect_equal(done.returncode, 0, f"status of {' '.join(arguments)}\n{done.stdout}")
    return done.stdout


@contextmanager
def guide(machine: Machine, title: str):
    """A machine on which Countersign is installed, and nobody enrolled."""
    with setting(machine) as it:
        shutil.copy(machine.command, COMMAND)
        for path in STORES:
            shutil.rmtree(path, ignore_errors=True)
        fresh = machine.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        make_store(fresh)
        for path in STORES:
            shutil.copytree(f"{fresh}{path}", path)
            for place in [Path(path), *Path(path).rglob("*")]:
                place.chmod(0o700 if place.is_dir() else 0o600)
        home = Path("/root/.ssh")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700)
        (home / "config").write_text(
            f"Host tower\n HostName 127.0.0.1\n Port {PORT}\n UserKnownHostsFile {it.sshd.known_hosts}\n"
            f" HostKeyAlias [127.0.0.1]:{PORT}\n NumberOfPasswordPrompts 1\n")
        try:
            yield Guide(machine, it, title)
        finally:
            COMMAND.unlink()
            for path in (*STORES, "/root/.ssh", "/root/alice.png", f"/root/{USER}.png"):
                shutil.rmtree(path, ignore_errors=True)
                Path(path).unlink(missing_ok=True)


@case("guide: every guide of the manual is followed by a case")
def every_guide(machine: Machine) -> None:
    titles = set(guides(machine.checkout / "man/countersign-guides.7"))
    expect_equal(titles, {
        "SSH WITH PASSWORD AND CODE", "SSH WITH KEY AND CODE", "SUDO ONLY", "DESKTOP LOGIN", "A FLEET",
        "MANY HOSTS AND A DIRECTORY", "WHEN EVERYTHING WENT WRONG"}, "titles")


@case("guide: ssh with password and code")
def password_and_code(machine: Machine) -> None:
    with guide(machine, "SSH WITH PASSWORD AND CODE") as it:
        it.follow(0)
        it.follow(1)
        expect("Kept: sshd, sudo." in it.session.shown, "the confirmation")
        it.follow(2)
        it.finish()


@case("guide: ssh with key and code")
def key_and_code(machine: Machine) -> None:
    with guide(machine, "SSH WITH KEY AND CODE") as it:
        key = Path("/root/.ssh/id_ed25519")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        keys = machine.folder / "keys"
        keys.mkdir(exist_ok=True)
        (keys / USER).write_text(key.with_suffix(".pub").read_text())
        it.follow(0)
        it.follow(1)
        expect("Kept: sshd." in it.session.shown, "the confirmation")
        it.follow(2)
        it.finish()
        run("countersign", "rollback")


@case("guide: sudo only")
def sudo_only(machine: Machine) -> None:
    with guide(machine, "SUDO ONLY") as it:
        it.follow(0)
        it.follow(1)
        expect("Kept: sudo." in it.session.shown, "the confirmation")
        it.follow(2)
        it.finish()
        run("countersign", "rollback")


@case("guide: desktop login")
def desktop(machine: Machine) -> None:
    with guide(machine, "DESKTOP LOGIN") as it:
        (PAM / "gdm-password").write_text(
            "auth requisite pam_nologin.so\nauth required pam_succeed_if.so user != root quiet_success\n"
            "@include common-auth\nauth optional pam_gnome_keyring.so\n@include common-account\n")
        it.follow(0)
        # There is no greeter here; libpam is asked as it would ask.
        log_in("gdm-password", [PASSWORD, it.code()])
        it.follow(1)
        expect("Kept: gdm-password." in it.session.shown, "the confirmation")
        it.finish()


@case("guide: a fleet")
def fleet(machine: Machine) -> None:
    with guide(machine, "A FLEET") as it:
        it.follow(0)
        it.finish()
        expect("pam_countersign" in (PAM / "sshd").read_text(), "a line that stays")


@case("guide: when everything went wrong")
def went_wrong(machine: Machine) -> None:
    with guide(machine, "WHEN EVERYTHING WENT WRONG") as it:
        before = configuration()
        it.as_root(f"countersign enroll {USER}")
        enabled(it)
        it.follow(0)
        it.follow(1)
        expect_same(configuration(), before, "files after disabling")
        enabled(it)
        it.follow(2)
        expect_equal((PAM / "sudo").read_bytes(), before[str(PAM / "sudo")], "sudo's file, copied back")
        lines = [line for line in (PAM / "sshd").read_text().splitlines() if "pam_countersign" in line]
        expect(lines and all(line.startswith("#") for line in lines), f"sshd's line switched off: {lines}")
        it.finish()


def enabled(it: Guide) -> None:
    run("countersign", "enable", "sshd", "sudo", "--yes")
    run("countersign", "confirm", "--untried", "sshd", "--untried", "sudo")


def log_in(service: str, answers: list[str]) -> None:
    """Asks libpam as a greeter would."""
    run("/usr/bin/python3", "-B", str(Path(__file__).with_name("pam_login.py")), service, USER, *answers)
