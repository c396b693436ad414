"""Two codes in a row that find a device again, presented by many at once."""

from collections import Counter

import codes
from arena import Arena, NOON
from login_server import AUTH_ERR
from race_rules import CROWDS, all_ended, rounds_of
from report import expect

# Out of the reach of a login, and not of a pair.
AHEAD = 50
STEPS = 20


def check_rules(arena: Arena) -> None:
    rounds = 50 if arena.long else 5
    for crowd in CROWDS:
        for user in ("token", "phone"):
            arena.report.rule(f"a pair that finds a {user} again counts once: {crowd} at the prompt",
                              lambda: once_only(arena, user, crowd, rounds))
        arena.report.rule(f"the first code of a pair alone lets nobody in: {crowd} at the prompt",
                          lambda: first_only(arena, crowd, rounds))


def pair(arena: Arena, user: str) -> list[str]:
    if user == "token":
        return [codes.hotp(arena.enrolled[user].secrets["Token"], AHEAD + number) for number in (0, 1)]
    return [codes.totp(arena.enrolled[user].secrets["Phone"], NOON, STEPS + number) for number in (0, 1)]


def once_only(arena: Arena, user: str, crowd: int, rounds: int) -> None:
    store = arena.store("resync")
    first, second = pair(arena, user)
    for number in rounds_of(arena, store, user, rounds):
        [outcome] = arena.server.run([store.login(user, first)], time=NOON)
        expect((outcome.code, outcome.reason) == (AUTH_ERR, "wrong-code"), f"the first code was answered {outcome}")
        following = store.state(user).device(1).next
        outcomes = arena.server.run([store.login(user, second)] * crowd, time=NOON, at="prompt")
        arena.report.count("racing logins", crowd)
        all_ended(outcomes)
        accepted = sum(outcome.accepted for outcome in outcomes)
        expect(accepted == 1, f"round {number}: the pair was accepted {accepted} times")
        others = Counter((outcome.code, outcome.reason) for outcome in outcomes if not outcome.accepted)
        expect(set(others) <= {(AUTH_ERR, "replayed-code")}, f"round {number}: others were answered {dict(others)}")
        device = store.state(user).device(1)
        expect(device.misses == 0 and device.next > following + 1, f"round {number}: left as {device}")


def first_only(arena: Arena, crowd: int, rounds: int) -> None:
    store = arena.store("resync-first")
    first, _ = pair(arena, "token")
    for number in rounds_of(arena, store, "token", rounds):
        outcomes = arena.server.run([store.login("token", first)] * crowd, time=NOON, at="prompt")
        arena.report.count("racing logins", crowd)
        all_ended(outcomes)
        expect(not any(outcome.accepted for outcome in outcomes), f"round {number}: the first code was accepted")
        device = store.state("token").device(1)
        expect(device.next == 0 and device.misses == min(crowd, 5), f"round {number}: left as {device}")
