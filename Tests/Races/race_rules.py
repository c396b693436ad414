"""Codes presented by many processes at once."""

import itertools
import os
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Callable, Iterator

import codes
from arena import Arena, NOON, Person
from login_server import AUTH_ERR, AUTHINFO_UNAVAIL, MAXTRIES, LoginServer, Outcome
from report import Failure, expect
from store import Store

CROWDS = (2, 16, 64)
SLOW = 5_000

# What is typed, by kind: codes of which each must be accepted exactly once.
CodesOf = Callable[[Person], list[str]]


def mixture(person: Person) -> list[str]:
    return [codes.totp(person.secrets["Phone"], NOON), codes.totp(person.secrets["Tablet"], NOON),
            codes.hotp(person.secrets["Token"], 0, digits=8), *person.recovery[:3]]


KINDS: dict[str, tuple[str, CodesOf]] = {
    "totp": ("phone", lambda person: [codes.totp(person.secrets["Phone"], NOON)]),
    "hotp": ("token", lambda person: [codes.hotp(person.secrets["Token"], 0)]),
    "recovery code": ("recover", lambda person: person.recovery[:1]),
    "mix of six codes": ("mixed", mixture),
}


def check_rules(arena: Arena) -> None:
    rounds = 100 if arena.long else 5
    places = [("memory", arena.memory, 0), ("memory, slow", arena.memory, SLOW), ("disk", arena.work, 0),
              ("disk, slow", arena.work, SLOW)]
    for (place, path, slow), at, kind, crowd in itertools.product(places, ("call", "prompt"), KINDS, CROWDS):
        # A crowd that only repeats what the larger one shows is left to the long run.
        if not arena.long and (place == "disk" or (crowd == 16 and slow > 0) or (at == "call" and "slow" in place)):
            continue
        name = f"one {kind} counts once: {crowd} at the {at}, {place}"
        arena.report.rule(name, lambda: once_only(arena, path, slow, at, kind, crowd, rounds))
    for at in ("call", "prompt"):
        arena.report.rule(f"neighbouring codes count at most once, the newest does: 64 at the {at}",
                          lambda: neighbours(arena, at, rounds))
        arena.report.rule(f"64 users at once are 64 accepted: at the {at}", lambda: different_users(arena, at, rounds))
        arena.report.rule(f"64 wrong codes at once are 5 evaluated and 5 counted: at the {at}",
                          lambda: wrong_codes(arena, at, rounds))
        arena.report.rule(f"guessed recovery codes at once are 5 evaluated and 5 counted: at the {at}",
                          lambda: wrong_recovery_codes(arena, at, max(1, rounds // 5)))
    arena.report.rule("without the lock these checks would fail", lambda: lock_matters(arena))
    arena.report.rule("a lock holder that hangs: the others are refused within the bound", lambda: hung_holder(arena))
    arena.report.rule("a login that hangs in its recording: the others are refused, its own code counts once",
                      lambda: hung_login(arena))


def all_ended(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        expect(outcome.finished and outcome.descriptors == 0, f"a login ended badly: {outcome}")


def rounds_of(arena: Arena, store: Store, user: str, rounds: int) -> Iterator[int]:
    """Puts the user's state back before each round."""
    before = store.state_file(user).read_bytes()
    for number in range(1, rounds + 1):
        store.put_state(user, before)
        yield number
        arena.report.count("race rounds")
    store.remove()


def once_only(arena: Arena, path: Path, slow: int, at: str, kind: str, crowd: int, rounds: int) -> None:
    user, codes_of = KINDS[kind]
    store = arena.store("once", on=path)
    typed = codes_of(arena.enrolled[user])
    logins = [store.login(user, code) for code, _ in zip(itertools.cycle(typed), range(crowd))]
    for number in rounds_of(arena, store, user, rounds):
        outcomes = arena.server.run(logins, time=NOON, at=at, slow=slow)
        arena.report.count("racing logins", crowd)
        all_ended(outcomes)
        accepted = Counter(login.code for login, outcome in zip(logins, outcomes) if outcome.accepted)
        times = sorted(accepted[login.code] for login in set(logins))
        expect(set(times) == {1}, f"round {number}: the codes were accepted {times} times")
        others = Counter((outcome.code, outcome.reason) for outcome in outcomes if not outcome.accepted)
        expect(set(others) <= {(AUTH_ERR, "replayed-code")}, f"round {number}: others were answered {dict(others)}")
        state = store.state(user)
        expect(state.recovery_misses == 0 and all(device.misses == 0 for device in state.devices),
               f"round {number}: a repeated code was counted as a wrong one")


def lock_matters(arena: Arena) -> None:
    """A check that cannot fail shows nothing: with a lock that says yes to everybody, codes count more than once."""
    store = arena.store("lockless")
    logins = [store.login("phone", codes.totp(arena.enrolled["phone"].secrets["Phone"], NOON))] * 16
    before = store.state_file("phone").read_bytes()
    for _ in range(20):
        store.put_state("phone", before)
        outcomes = arena.server.run(logins, time=NOON, at="prompt", slow=SLOW, lockless=1)
        if sum(outcome.accepted for outcome in outcomes) > 1:
            store.remove()
            return
    expect(False, "not seen in 20 rounds")


def neighbours(arena: Arena, at: str, rounds: int) -> None:
    store = arena.store("neighbours")
    secret = arena.enrolled["phone"].secrets["Phone"]
    typed = [codes.totp(secret, NOON, steps) for steps in (-1, 0, 1)]
    logins = [store.login("phone", code) for code, _ in zip(itertools.cycle(typed), range(64))]
    for number in rounds_of(arena, store, "phone", rounds):
        outcomes = arena.server.run(logins, time=NOON, at=at)
        arena.report.count("racing logins", len(logins))
        all_ended(outcomes)
        accepted = Counter(login.code for login, outcome in zip(logins, outcomes) if outcome.accepted)
        times = [accepted[code] for code in typed]
        expect(times[2] == 1 and max(times) == 1, f"round {number}: accepted {times} times, oldest first")
        following = store.state("phone").device(1).next
        expect(following == NOON // codes.PERIOD + 2, f"round {number}: the next step is {following}")


def different_users(arena: Arena, at: str, rounds: int) -> None:
    store = arena.store("users", crowd=True)
    for number in range(rounds):
        logins = [store.login(user, codes.hotp(arena.enrolled[user].secrets["Token"], number)) for user in arena.people]
        outcomes = arena.server.run(logins, time=NOON, at=at)
        arena.report.count("race rounds")
        arena.report.count("racing logins", len(logins))
        all_ended(outcomes)
        refused = [str(outcome) for outcome in outcomes if not outcome.accepted]
        expect(not refused, f"round {number + 1}: {len(refused)} refused, such as {refused[:1]}")
    store.remove()


def expect_throttled(outcomes: list[Outcome], misses: int, number: int) -> None:
    all_ended(outcomes)
    answers = Counter((outcome.code, outcome.reason) for outcome in outcomes)
    wanted = {(AUTH_ERR, "wrong-code"): 5, (MAXTRIES, "too-many-wrong-codes"): len(outcomes) - 5}
    expect(answers == wanted, f"round {number}: answered {dict(answers)}")
    expect(misses == 5, f"round {number}: the state counts {misses} misses")


def wrong_codes(arena: Arena, at: str, rounds: int) -> None:
    store = arena.store("wrong")
    secret = arena.enrolled["phone"].secrets["Phone"]
    step = NOON // codes.PERIOD
    logins = [store.login("phone", code) for code in codes.wrong(secret, range(step - 3, step + 4), 64)]
    for number in rounds_of(arena, store, "phone", rounds):
        outcomes = arena.server.run(logins, time=NOON, at=at)
        arena.report.count("racing logins", len(logins))
        device = store.state("phone").device(1)
        expect_throttled(outcomes, device.misses, number)
        expect(device.next == 0, f"round {number}: a wrong code moved the watermark to {device.next}")


def wrong_recovery_codes(arena: Arena, at: str, rounds: int) -> None:
    store = arena.store("guessed")
    guesses = [f"AAAA-BBBB-CCCC-{first}{second}AA" for first in "ABCDEFGH" for second in "ABCDEFGH"]
    logins = [store.login("recover", guess) for guess in guesses]
    for number in rounds_of(arena, store, "recover", rounds):
        outcomes = arena.server.run(logins, time=NOON, at=at)
        arena.report.count("racing logins", len(logins))
        expect_throttled(outcomes, store.state("recover").recovery_misses, number)


def hold_lock(path: Path) -> int:
    """A process that has the file's lock and stops."""
    import fcntl

    child = os.fork()
    if child == 0:
        descriptor = os.open(path, os.O_RDWR)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    return child


def expect_locked(outcomes: list[Outcome]) -> None:
    all_ended(outcomes)
    for outcome in outcomes:
        expect(outcome.code == AUTHINFO_UNAVAIL and outcome.reason == "locked" and "waited=5" in outcome.log,
               f"while another process holds the lock: {outcome}")


def hung_holder(arena: Arena) -> None:
    store = arena.store("hung")
    code = codes.totp(arena.enrolled["phone"].secrets["Phone"], NOON)
    holder = hold_lock(store.state_file("phone"))
    try:
        # In the long run five real seconds; else the monotonic clock is hurried.
        expect_locked(arena.server.run([store.login("phone", code)] * 16, time=NOON, hurry=1 if arena.long else 10))
        other = codes.hotp(arena.enrolled["other"].secrets["Token"], 0)
        expect(arena.server.one(store.login("other", other), time=NOON).accepted, "another user is kept out too")
    finally:
        os.kill(holder, signal.SIGKILL)
        os.waitpid(holder, 0)
    expect(arena.server.one(store.login("phone", code), time=NOON).accepted, "the lock outlives its holder")
    store.remove()


def hung_login(arena: Arena) -> None:
    store = arena.store("hung")
    secret = arena.enrolled["token"].secrets["Token"]
    for end in (signal.SIGCONT, signal.SIGKILL):
        counter = store.state("token").device(1).next
        hung = LoginServer(arena.program)
        hung.send([store.login("token", codes.hotp(secret, counter))], time=NOON, stop=1)
        (process,) = wait_for_stop(hung)
        logins = [store.login("token", codes.hotp(secret, counter))] * 4
        expect_locked(arena.server.run(logins, time=NOON, hurry=10))
        os.kill(process, end)
        (outcome,) = hung.receive(1)
        hung.close()
        expect(outcome.accepted == (end == signal.SIGCONT), f"the login that hung, after {end.name}: {outcome}")
        again = arena.server.one(logins[0], time=NOON)
        expect(not (outcome.accepted and again.accepted), f"accepted twice, after {end.name}")
        fresh = store.login("token", codes.hotp(secret, counter + 1))
        expect(arena.server.one(fresh, time=NOON).accepted, f"a fresh code is refused after {end.name}")
    store.remove()


def wait_for_stop(server: LoginServer) -> list[int]:
    """The processes of a batch, once they have stopped themselves."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        children = server.children()
        states = [Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] for child in children]
        if children and set(states) == {"T"}:
            return children
        time.sleep(0.01)
    raise Failure("no login stopped itself in its recording")
