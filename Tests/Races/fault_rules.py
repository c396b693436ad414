"""Every system call of a login failing in turn: refused, or accepted with the code recorded; never the end."""

import signal
from collections import Counter
from typing import Callable

import codes
from arena import Arena, NOON
from login_server import SUCCESS, parse
from report import expect
from store import Store
from tracing import Call, Tracer, between_marks

ERRORS = ("EIO", "ENOSPC", "EACCES", "EMFILE", "ENOMEM", "EINTR")
READING = ("read", "pread64")
WRITING = ("pwrite64", "write", "sendto")
SHORT = (1, 7, 511, 512, 2047)


def check_rules(arena: Arena) -> None:
    for kind in ("hotp", "totp", "recovery code") if arena.long else ("hotp",):
        trial = Trial(arena, kind)
        arena.report.rule(f"each system call of a login failing once: {kind}", lambda: trial.each(once=True))
        arena.report.rule(f"each system call of a login failing from then on: {kind}", lambda: trial.each(once=False))
        arena.report.rule(f"each read and write of a login moving nothing: {kind}", trial.nothing_moved)
    arena.report.rule("each allocation of a login failing once", lambda: starved(arena, onwards=0))
    arena.report.rule("each allocation of a login failing from then on", lambda: starved(arena, onwards=1))
    arena.report.rule("reads and writes that are short", lambda: short(arena))


class Trial:
    """Logins of one user, each from the same state, each with another call failing."""

    def __init__(self, arena: Arena, kind: str):
        self.arena = arena
        self.store = arena.store("faults")
        self.tracer = Tracer(arena.work)
        self.kind = kind
        self.user = {"hotp": "token", "totp": "phone", "recovery code": "recover"}[kind]
        self.before = self.store.state_file(self.user).read_bytes()
        self.files = self.store.files()
        self.ends: Counter[str] = Counter()

    def code(self, number: int) -> str:
        """The first code, and the ones that are fresh after it."""
        person = self.arena.enrolled[self.user]
        if self.kind == "hotp":
            return codes.hotp(person.secrets["Token"], number)
        if self.kind == "totp":
            return codes.totp(person.secrets["Phone"], NOON, number)
        return person.recovery[number]

    def arguments(self) -> list[str]:
        return [str(self.arena.program), "once", str(self.store.configuration), "countersign", str(NOON), self.user,
                self.code(0)]

    def calls(self) -> list[Call]:
        self.store.put_state(self.user, self.before)
        return between_marks(self.tracer.calls(self.arguments()))

    def each(self, once: bool) -> None:
        for index, call in enumerate(self.calls()):
            # One error at least for each call; the long run takes all of them.
            errors = ERRORS if self.arena.long else (ERRORS[index % len(ERRORS)], "EIO")
            for error in dict.fromkeys(errors):
                # A call that is interrupted for ever is repeated for ever, as it should be.
                if once or error != "EINTR":
                    self.try_one(call, f"error={error}", onwards=not once)
        expect(self.ends["accepted"] > 0 and self.ends["refused"] > 0, f"all logins ended alike: {dict(self.ends)}")

    def nothing_moved(self) -> None:
        for call in self.calls():
            if call.name in READING + WRITING:
                self.try_one(call, "retval=0", onwards=False)

    def try_one(self, call: Call, fault: str, onwards: bool) -> None:
        store, server = self.store, self.arena.server
        store.put_state(self.user, self.before)
        ended = self.tracer.disturbed(self.arguments(), call, fault, onwards=onwards)
        self.arena.report.count("injected faults")
        what = f"{call} {fault}"
        expect(ended.status >= 0, f"{what}: died by {signal.Signals(-ended.status).name if ended.status < 0 else ''}")
        expect(ended.status == 0 and ended.happened, f"{what}: status {ended.status}, {ended.errors.strip()}")
        outcome = parse(ended.output)
        # strace leaves the call out altogether: a descriptor whose close fails so stays open.
        closing = call.name == "close"
        expect(outcome.descriptors == 0 or (closing and not onwards and outcome.descriptors == 1)
               or (closing and onwards), f"{what}: {outcome}")
        self.ends["accepted" if outcome.accepted else "refused"] += 1
        expect(" reason=" in outcome.log, f"{what}: no reason in the log: {outcome}")
        # What the module accepted, libpam may still refuse: when it cannot tell the kernel's audit.
        if ": accepted " in outcome.log:
            again = server.one(store.login(self.user, self.code(0)), time=NOON)
            expect(not again.accepted, f"{what}: accepted, and once more: {again}")
        fresh = server.one(store.login(self.user, self.code(1)), time=NOON)
        expect(fresh.accepted, f"{what}: afterwards a fresh code is refused: {fresh}")
        expect(store.files() == self.files, f"{what}: files left behind: {store.files() - self.files}")


def short(arena: Arena) -> None:
    store = arena.store("short")
    secret = arena.enrolled["token"].secrets["Token"]
    for counter, size in enumerate(SHORT):
        login = store.login("token", codes.hotp(secret, counter))
        outcomes = [arena.server.one(login, time=NOON, short=size) for _ in range(2)]
        arena.report.count("logins with short reads and writes", 2)
        expect([outcome.accepted for outcome in outcomes] == [True, False],
               f"{size} bytes at a time: {outcomes[0]}, then {outcomes[1]}")
    store.remove()


def starved(arena: Arena, onwards: int) -> None:
    """Ends when there are fewer allocations than the number of the failing one: then it is as if nothing failed."""
    store = arena.store("starved")
    before = store.state_file("token").read_bytes()
    secret = arena.enrolled["token"].secrets["Token"]
    login, fresh = (store.login("token", codes.hotp(secret, counter)) for counter in (0, 1))
    accepted_in_a_row = refused = 0
    for number in range(1, 2000):
        store.put_state("token", before)
        outcome = arena.server.one(login, time=NOON, starve=number, onwards=onwards)
        arena.report.count("failed allocations")
        what = f"allocation {number}"
        expect(outcome.finished and outcome.descriptors == 0, f"{what}: {outcome}")
        if outcome.accepted:
            again = arena.server.one(login, time=NOON)
            expect(not again.accepted, f"{what}: accepted, and once more: {again}")
        expect(arena.server.one(fresh, time=NOON).accepted, f"{what}: afterwards a fresh code is refused")
        accepted_in_a_row = accepted_in_a_row + 1 if outcome.accepted else 0
        refused += not outcome.accepted
        if number > 250 and accepted_in_a_row > 50:
            break
    expect(refused > 0, "no login lacked the memory it asked for")
    expect(accepted_in_a_row > 0, "to the last the memory for a login was lacking")
    store.remove()
