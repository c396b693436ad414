"""What a helpdesk grants, taken by many logins at once and changed beside them."""

import itertools
import time
from collections import Counter
from typing import Iterator

from administration_rules import Administrator, log_in_meanwhile, settle
from arena import Arena
from login_server import AUTH_ERR, MAXTRIES
from race_rules import CROWDS, SLOW, all_ended, rounds_of
from report import expect

# How many logins the bypass of the check is good for.
USES = 3


def check_rules(arena: Arena) -> None:
    rounds = 50 if arena.long else 3
    for at, crowd, slow in itertools.product(("call", "prompt"), CROWDS, (0, SLOW)):
        if not arena.long and (crowd == 16 or (slow > 0 and at == "call")):
            continue
        pace = ", slow" if slow else ""
        arena.report.rule(f"one temporary code counts once: {crowd} at the {at}{pace}",
                          lambda: temporary_code(arena, at, crowd, slow, rounds))
    for crowd in CROWDS[1:]:
        arena.report.rule(f"a bypass of {USES} uses lets in {USES} of {crowd}", lambda: bypass(arena, crowd, rounds))
    arena.report.rule("a helpdesk at work beside logins loses nothing",
                      lambda: helpdesk_at_work(arena, 20 if arena.long else 3))


def now() -> int:
    """The command grants by the machine's own clock, so logins have to be at that time."""
    return int(time.time())


def temporary_code(arena: Arena, at: str, crowd: int, slow: int, rounds: int) -> None:
    store = arena.store("temporary")
    code = store.must("temporary-code", "phone", "--quiet").replace(" ", "").strip()
    for number in rounds_of(arena, store, "phone", rounds):
        outcomes = arena.server.run([store.login("phone", code)] * crowd, time=now(), at=at, slow=slow)
        arena.report.count("racing logins", crowd)
        all_ended(outcomes)
        accepted = sum(outcome.accepted for outcome in outcomes)
        expect(accepted == 1, f"round {number}: the code was accepted {accepted} times")
        others = Counter((outcome.code, outcome.reason) for outcome in outcomes if not outcome.accepted)
        expect(set(others) <= {(AUTH_ERR, "replayed-code")}, f"round {number}: others were answered {dict(others)}")
        state = store.state("phone")
        expect(state.temporary_used == 1 and state.temporary_misses == 0,
               f"round {number}: used {state.temporary_used}, misses {state.temporary_misses}")


def bypass(arena: Arena, crowd: int, rounds: int) -> None:
    store = arena.store("bypass")
    store.must("bypass", "phone", "--for", "1h", "--reason", "race", "--uses", str(USES))
    for number in rounds_of(arena, store, "phone", rounds):
        outcomes = arena.server.run([store.login("phone", "000000")] * crowd, time=now())
        arena.report.count("racing logins", crowd)
        all_ended(outcomes)
        let_in = sum(outcome.reason == "bypassed" for outcome in outcomes)
        expect(let_in == USES, f"round {number}: {let_in} were let in")
        others = Counter((outcome.code, outcome.reason) for outcome in outcomes if outcome.reason != "bypassed")
        expect(set(others) <= {(AUTH_ERR, "wrong-code"), (MAXTRIES, "too-many-wrong-codes")},
               f"round {number}: others were answered {dict(others)}")
        state = store.state("phone")
        expect(state.bypass == 1 and state.bypass_uses == USES, f"round {number}: {state.bypass_uses} uses counted")


def turns_of(turns: int) -> Iterator[list[str]]:
    for _ in range(turns):
        yield ["temporary-code", "token", "--quiet"]
        yield ["disable-device", "token", "Spare", "--yes"]
        yield ["temporary-code", "token", "--revoke", "--yes"]
        yield ["enable-device", "token", "Spare", "--yes"]
        yield ["forget", "token", "--yes"]


def helpdesk_at_work(arena: Arena, turns: int) -> None:
    store = arena.store("helpdesk")
    store.enroll("token", "Spare", digits=8)
    administrators = [Administrator(arena, store, turns_of(turns))]
    count = log_in_meanwhile(arena, store, administrators)
    settle(administrators)
    state = store.state("token")
    expect(state.device(1).next == count, f"{count} codes were used, the next is {state.device(1).next}")
    expect(state.temporary_used == turns, f"{turns} codes were taken back, the state knows of {state.temporary_used}")
    expect(store.device_names("token") == ["Token", "Spare"], "both devices are there")
    store.remove()
