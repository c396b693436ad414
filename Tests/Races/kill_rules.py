"""kill -9 before every system call and at random moments, of logins and of commands; and commands whose calls fail."""

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import codes
from arena import Arena, NOON
from command_cases import COMMANDS, KEPT, NEW, SERIAL
from fault_rules import ERRORS
from login_server import UNFINISHED, Outcome
from report import expect
from store import Store
from tracing import Call, Tracer, between_marks, from_store

KILL = f"signal={signal.SIGKILL.name}"
# What administration works in; its next command takes away what a killed one left of it.
UNFINISHED_FILES = {"users/.new", "state/.new", "tokens/.new", "moving/.new"}


def check_rules(arena: Arena) -> None:
    arena.report.rule("a login killed before each of its system calls", lambda: login_before_each_call(arena))
    for name in COMMANDS:
        arena.report.rule(
            f"killed before each of its system calls: {name}", lambda: command_before_each_call(arena, name))
    arena.report.rule("killed before each of its system calls: a break-glass store is founded",
                      lambda: founding_before_each_call(arena))
    for name in COMMANDS:
        arena.report.rule(f"each system call of a command failing: {name}", lambda: command_failing(arena, name))
    arena.report.rule("logins killed at random moments", lambda: logins_at_random(arena, 500 if arena.long else 30))
    arena.report.rule("commands killed at random moments", lambda: commands_at_random(arena, 300 if arena.long else 42))


class Aftermath:
    """What must hold for a user of event-based codes after something was killed."""

    def __init__(self, arena: Arena, store: Store, user: str = "token", device: str = "Token"):
        self.arena = arena
        self.store = store
        self.user = user
        self.secret = arena.enrolled[user].secrets[device]
        self.files = store.files()

    def log_in(self, counter: int) -> Outcome:
        return self.arena.server.one(self.store.login(self.user, codes.hotp(self.secret, counter)), time=NOON)

    def next_counter(self) -> int:
        return self.store.state(self.user).device(1).next

    def expect_sound(self, counter: int, told: bool, what: str) -> None:
        """The code of `counter` was presented by the login that was killed; `told`: it had heard that it is in."""
        first, second, fresh = self.log_in(counter), self.log_in(counter), self.log_in(counter + 1)
        expect(not (told and first.accepted), f"{what}: a code counted twice: {first}")
        expect(not second.accepted, f"{what}: a code counted twice: {second}")
        expect(fresh.accepted, f"{what}: afterwards a fresh code is refused: {fresh}")
        left = self.store.files() ^ self.files
        expect(not left, f"{what}: other files than before: {left}")


def login_before_each_call(arena: Arena) -> None:
    store = arena.store("killed")
    aftermath = Aftermath(arena, store)
    tracer = Tracer(arena.work)

    def arguments(counter: int) -> list[str]:
        code = codes.hotp(aftermath.secret, counter)
        return [str(arena.program), "once", str(store.configuration), "countersign", str(NOON), "token", code]

    for call in between_marks(tracer.calls(arguments(0))):
        counter = aftermath.next_counter()
        ended = tracer.disturbed(arguments(counter), call, KILL)
        arena.report.count("kills before a system call")
        expect(ended.status == -signal.SIGKILL, f"{call}: not killed, status {ended.status}")
        aftermath.expect_sound(counter, False, f"killed before {call}")
    store.remove()


def logins_at_random(arena: Arena, kills: int) -> None:
    store = arena.store("killed")
    aftermath = Aftermath(arena, store)
    begin = time.monotonic()
    for counter in range(20):
        expect(aftermath.log_in(counter).accepted, "a login that is not killed is refused")
    usual = (time.monotonic() - begin) / 20
    ends = {"before": 0, "after": 0}
    for number in range(kills):
        counter = aftermath.next_counter()
        login = store.login("token", codes.hotp(aftermath.secret, counter))
        moment = max(1, int(random.uniform(0, 1.2 * usual) * 1e6))
        # fdatasync takes most of the time on a real disk: here it gets a share in which kills fall.
        outcome = arena.server.one(login, time=NOON, kill=moment, slow=random.choice((0, int(usual * 5e5))))
        arena.report.count("kills at random moments")
        ends["before" if outcome.code == UNFINISHED else "after"] += 1
        aftermath.expect_sound(counter, outcome.accepted, f"kill {number + 1}, {moment} microseconds after the start")
    expect(kills < 100 or min(ends.values()) > 0, f"the moments were badly chosen: {ends}")
    store.remove()


class Command:
    """One command of the table, carried out again and again on the same store."""

    def __init__(self, arena: Arena, name: str):
        self.arena = arena
        self.store = arena.store("killed")
        self.case = COMMANDS[name]
        self.user = self.case.user
        self.words = self.case.words(arena)
        self.arguments = self.store.arguments(*self.words)
        self.given = self.case.given(arena)
        self.files = self.store.files()
        self.key_files = self.store.key_files()
        self.case.prepare(arena, self.store)
        self.kept = {path: path.read_bytes() for path in self.paths()}

    def paths(self) -> set[Path]:
        return {self.store.base / name for name in self.store.files()} | {self.store.key}

    def restore(self) -> None:
        """Everybody as at the beginning."""
        for path in self.paths() | self.kept.keys():
            if path in self.kept:
                if not path.exists() or path.read_bytes() != self.kept[path]:
                    path.write_bytes(self.kept[path])
                    path.chmod(0o600)
            else:
                path.unlink(missing_ok=True)

    def expect_sound(self, what: str) -> None:
        store, server = self.store, self.arena.server
        names = store.device_names(self.user)
        expect(names in (self.case.before, self.case.after), f"{what}: the devices are {names}")
        flaw = self.case.flaw(store)
        expect(not flaw, f"{what}: {flaw}")
        own = {f"users/{self.user}", f"state/{self.user}", f"tokens/{SERIAL}", KEPT}
        strange = store.files() - self.files - own - UNFINISHED_FILES
        expect(not strange, f"{what}: files left behind: {strange}")
        # Whoever is still enrolled can still log in, and once.
        code = self.code() if names else ""
        outcomes = [server.one(store.login(self.user, code), time=NOON) for _ in range(2)] if names else []
        expect([outcome.accepted for outcome in outcomes] in ([], [True, False]),
               f"{what}: logging in twice gave {[str(outcome) for outcome in outcomes]}")
        # The next command works, and takes away what the killed one left.
        bystander = "phone" if self.user == "token" else "token"
        name = next(iter(self.arena.enrolled[bystander].secrets))
        store.must("rename", bystander, name, "Renamed")
        store.must("rename", bystander, "Renamed", name)
        unfinished = (store.files() & UNFINISHED_FILES) | (store.key_files() - self.key_files)
        expect(not unfinished, f"{what}: the next command left {unfinished}")
        again = store.administrate(*self.words, given=self.given)
        expect(store.device_names(self.user) == self.case.after,
               f"{what}: carried out again, the devices are {store.device_names(self.user)}: {again.stderr.strip()}")
        flaw = self.case.flaw_when_done(store)
        expect(not flaw, f"{what}: carried out again: {flaw}")

    def code(self) -> str:
        if self.user == "newcomer":
            return codes.hotp(bytes.fromhex(NEW), self.store.state(self.user).device(1).next)
        person = self.arena.enrolled[self.user]
        if "Phone" in person.secrets:
            return codes.totp(person.secrets["Phone"], NOON)
        return codes.hotp(person.secrets["Token"], self.store.state(self.user).device(1).next)


def command_before_each_call(arena: Arena, name: str) -> None:
    command = Command(arena, name)
    tracer = Tracer(arena.work)
    calls: list[Call] = from_store(tracer.calls(command.arguments, command.given), command.store.root)
    # The short run takes eight, and over many runs all of them.
    for call in calls if arena.long else random.sample(calls, min(8, len(calls))):
        command.restore()
        ended = tracer.disturbed(command.arguments, call, KILL, command.given)
        arena.report.count("kills before a system call")
        expect(ended.status == -signal.SIGKILL, f"{call}: not killed, status {ended.status}, {ended.errors.strip()}")
        command.expect_sound(f"killed before {call}")
    command.store.remove()


def founding_before_each_call(arena: Arena) -> None:
    """The store is there as a whole or not at all: the host key can be rotated, and the next command enrols."""
    store = arena.store("killed")
    tracer = Tracer(arena.work)
    words = ("--store", "break-glass")
    before = set(os.listdir(store.base))
    calls = from_store(tracer.calls(store.arguments("list", *words)), store.root)
    for call in calls if arena.long else random.sample(calls, min(12, len(calls))):
        for name in set(os.listdir(store.base)) - before:
            shutil.rmtree(store.base / name)
        ended = tracer.disturbed(store.arguments("list", *words), call, KILL)
        arena.report.count("kills before a system call")
        expect(ended.status == -signal.SIGKILL, f"{call}: not killed, status {ended.status}, {ended.errors.strip()}")
        rotated = store.administrate("rotate-key", "--yes")
        expect(rotated.returncode == 0 and len(store.host_keys()) == 1,
               f"killed before {call}: rotate-key gave {rotated.stderr.strip()}, {len(store.host_keys())} keys")
        store.must(*store.enrolment("newcomer", "First"), *words, given=NEW + "\n")
        left = set(os.listdir(store.base)) - before
        expect(left == {"offline"}, f"killed before {call}: the next command left {left}")
    store.remove()


def command_failing(arena: Arena, name: str) -> None:
    """It says so and nothing is changed, or it is done; never half of it.

    Memory is left out: without it the runtime of a Swift program ends the process, which is like being killed.
    """
    command = Command(arena, name)
    tracer = Tracer(arena.work)
    command.restore()
    calls = from_store(tracer.calls(command.arguments, command.given), command.store.root)
    calls = [call for call in calls if call.name not in ("brk", "mmap", "mremap")]
    for index, call in enumerate(calls if arena.long else random.sample(calls, min(8, len(calls)))):
        command.restore()
        error = ERRORS[index % len(ERRORS)]
        ended = tracer.disturbed(command.arguments, call, f"error={error}", command.given)
        arena.report.count("injected faults")
        what = f"{call} {error}"
        # Digits are drawn until one fits, so that a run may need fewer bytes than the one that was counted.
        if call.name == "getrandom" and ended.status == 0 and not ended.happened:
            continue
        expect(ended.status in (0, 1) and ended.happened, f"{what}: status {ended.status}, {ended.errors.strip()}")
        names = command.store.device_names(command.user)
        expect(ended.status == 1 or names == command.case.after, f"{what}: called done, the devices are {names}")
        flaw = command.case.flaw_when_done(command.store) if ended.status == 0 else ""
        expect(not flaw, f"{what}: called done: {flaw}")
        expect(ended.status == 0 or "countersign: error: " in ended.errors, f"{what}: no message: {ended.errors}")
        left = command.store.files() & UNFINISHED_FILES
        expect(not left, f"{what}: files left behind: {left}")
        command.expect_sound(what)
    command.store.remove()


def started(command: Command) -> subprocess.Popen[str]:
    """The command on its way; some end without reading what they are given."""
    process = subprocess.Popen(command.arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, text=True)
    try:
        process.stdin.write(command.given)
        process.stdin.close()
    except BrokenPipeError:
        pass
    return process


def duration(command: Command) -> float:
    """How long it takes when nothing disturbs it."""
    command.restore()
    begin = time.monotonic()
    expect(started(command).wait() == 0, f"{command.words[0]} fails where nothing disturbs it")
    return time.monotonic() - begin


def is_killed(command: Command, moment: float) -> bool:
    """Kills it so many seconds after its start, if it has not ended by then."""
    command.restore()
    process = started(command)
    time.sleep(moment)
    process.kill()
    return process.wait() == -signal.SIGKILL


def commands_at_random(arena: Arena, kills: int) -> None:
    """Only a kill that hits is one; and each of them is to hit in the end."""
    commands = [Command(arena, name) for name in COMMANDS]
    usual = [duration(command) for command in commands]
    # The short run takes some of the commands twice, and over many runs all of them often.
    order = random.sample(range(len(commands)), len(commands))
    hits = misses = 0
    while hits < kills and misses < 2 * kills:
        index = order[hits % len(order)]
        # The store is worked on in the last part of the time.
        moment = random.uniform(0.4, 1.0) * usual[index]
        if not is_killed(commands[index], moment):
            misses += 1
            usual[index] *= 0.9
            continue
        hits += 1
        arena.report.count("kills at random moments")
        commands[index].expect_sound(f"{commands[index].words[0]}, kill {hits}, {moment * 1e3:.1f} ms after the start")
    expect(hits == kills, f"{hits} kills hit, {misses} came too late")
    for command in commands:
        command.store.remove()
