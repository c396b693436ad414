"""The audit file written by many processes at once."""

import fcntl
import json
import os

import codes
from arena import Arena, NOON
from login_server import Outcome
from report import expect
from store import Store


def check_rules(arena: Arena) -> None:
    rounds = 100 if arena.long else 5
    for at in ("call", "prompt"):
        arena.report.rule(f"64 logins at once are 64 lines of one chain: at the {at}",
                          lambda: one_chain(arena, at, rounds))
    arena.report.rule("commands and logins at once write one chain, through rotations",
                      lambda: rotations(arena, rounds))
    arena.report.rule("a holder of the audit file that hangs: logins go on within the bound",
                      lambda: hung_holder(arena))
    arena.report.rule("without the audit file's lock these checks would fail", lambda: lock_matters(arena))


def verified(store: Store) -> dict:
    """What `countersign audit verify` says."""
    return json.loads(store.administrate("audit", "verify", "--json").stdout)


def lines(store: Store) -> list[dict]:
    names = [*(f"audit.jsonl.{number}" for number in range(9, 0, -1)), "audit.jsonl"]
    files = [store.audit / name for name in names if (store.audit / name).exists()]
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def nothing_lost(outcomes: list[Outcome]) -> bool:
    return not any("audit-line-lost" in outcome.log for outcome in outcomes)


def crowd_logins(arena: Arena, store: Store, number: int) -> list:
    return [store.login(user, codes.hotp(arena.enrolled[user].secrets["Token"], number)) for user in arena.people]


def one_chain(arena: Arena, at: str, rounds: int) -> None:
    store = arena.store("audit", crowd=True)
    before = verified(store)["lines"]
    for number in range(rounds):
        outcomes = arena.server.run(crowd_logins(arena, store, number), time=NOON, at=at)
        expect(all(outcome.accepted for outcome in outcomes), f"round {number + 1}: some were refused")
        expect(nothing_lost(outcomes), f"round {number + 1}: a line was lost")
        found = verified(store)
        expect("problem" not in found and not found["remarks"], f"round {number + 1}: {found}")
        expect(found["lines"] == before + 64 * (number + 1), f"round {number + 1}: {found['lines']} lines")
        users = [line.get("user") for line in lines(store)[-64:]]
        expect(sorted(users) == sorted(arena.people), f"round {number + 1}: not one line for each user")
    store.remove()


def rotations(arena: Arena, rounds: int) -> None:
    store = arena.store("rotations", crowd=True)
    for number in range(min(rounds, 8)):
        logins = crowd_logins(arena, store, number)
        arena.server.send(logins, time=NOON, at="prompt")
        store.must("audit", "rotate")
        outcomes = arena.server.receive(len(logins))
        expect(nothing_lost(outcomes), f"round {number + 1}: a line was lost")
    found = verified(store)
    expect("problem" not in found and not found["remarks"], str(found))
    logins = sum(line["event"] == "login" for line in lines(store))
    expect(logins == 64 * min(rounds, 8), f"{logins} lines of logins")
    store.remove()


def hung_holder(arena: Arena) -> None:
    store = arena.store("held")
    holder = os.open(store.audit / "audit.jsonl", os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        code = codes.hotp(arena.enrolled["token"].secrets["Token"], 0)
        outcome = arena.server.one(store.login("token", code), time=NOON)
    finally:
        os.close(holder)
    expect(outcome.accepted and "cause=locked waited=1" in outcome.log, str(outcome))
    store.remove()


def lock_matters(arena: Arena) -> None:
    """A check that cannot fail shows nothing: with a lock that says yes to everybody, the chain breaks."""
    store = arena.store("audit-lockless", crowd=True)
    for number in range(20):
        arena.server.run(crowd_logins(arena, store, number), time=NOON, at="prompt", lockless=1)
        if "problem" in verified(store):
            store.remove()
            return
    expect(False, "not seen in 20 rounds")
