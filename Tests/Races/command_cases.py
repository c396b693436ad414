"""The commands that change something in a store: what each is given, and what must hold when it was cut short."""

import base64
import hashlib
import hmac
import json
import re
import shutil
from dataclasses import dataclass
from typing import Callable

import codes
from arena import Arena, NOON
from report import expect
from store import Store

NEW = "31" * 20
SERIAL = "T-100"
# The record that a migration keeps of "other".
KEPT = "moving/other"


@dataclass(frozen=True)
class Case:
    """A command, and whom it is about."""

    user: str
    # What comes behind `countersign`.
    words: Callable[[Arena], list[str]]
    # The user's devices before and after; nothing else is allowed.
    before: list[str]
    after: list[str]
    # Makes what the command is to change; what is there by then is what `restore` brings back.
    prepare: Callable[[Arena, Store], None] = lambda arena, store: None
    # What it reads.
    given: Callable[[Arena], str] = lambda _: NEW + "\n"
    # What is wrong with the store, if something is, after a kill; and once the command was carried out again.
    flaw: Callable[[Store], str] = lambda store: ""
    flaw_when_done: Callable[[Store], str] = lambda store: ""


def miss_three_times(arena: Arena, store: Store) -> None:
    """Not so often that the device rests."""
    for code in codes.wrong(arena.enrolled["token"].secrets["Token"], range(20), 3):
        outcome = arena.server.one(store.login("token", code), time=NOON)
        expect(outcome.reason == "wrong-code", f"a wrong code gave {outcome}")


def misses_flaw(store: Store, allowed: tuple[int, ...]) -> str:
    misses = store.state("token").device(1).misses
    return "" if misses in allowed else f"{misses} misses"


def counter_flaw(store: Store, allowed: tuple[int, ...]) -> str:
    following = store.state("token").device(1).next
    return "" if following in allowed else f"the next counter is {following}"


def rotation_flaw(store: Store, allowed: tuple[int, ...]) -> str:
    """So many keys, and every record opens under one of them."""
    if len(store.host_keys()) not in allowed:
        return f"there are {len(store.host_keys())} keys"
    names = {user: store.device_names(user) for user in ("phone", "token", "other", "recover", "mixed")}
    if not all(names.values()):
        return f"not every record opens: {names}"
    keys = {key_name(line) for line in store.host_keys()}
    kept = set(re.findall(r" secret=([0-9A-F]{8}):", (store.base / KEPT).read_text()))
    return "" if kept and kept <= keys else f"the kept record is under {kept}, and the keys are {keys}"


def key_name(line: str) -> str:
    """As countersign-files(5) has it."""
    digest = hmac.digest(bytes.fromhex(line.split()[-1]), b"countersign key identifier 1", hashlib.sha256)
    return digest[:4].hex().upper()


def keep_record(arena: Arena, store: Store) -> None:
    """As a migration does until the move is over."""
    kept = store.base / KEPT
    kept.parent.mkdir(mode=0o700)
    shutil.copy(store.record_file("other"), kept)


def line_flaw(store: Store, user: str, word: str, wanted: bool) -> str:
    """Whether the record says something of this kind."""
    path = store.record_file(user)
    found = path.exists() and word in path.read_text()
    return "" if found == wanted else f"the record {'has' if found else 'does not have'} {word!r}"


def remembered_flaw(store: Store, wanted: tuple[int, ...]) -> str:
    count = len(store.state("token").remembered)
    return "" if count in wanted else f"{count} logins are remembered"


def inventory_flaw(store: Store, wanted: tuple[list[str], ...]) -> str:
    serials = [token["serial"] for token in json.loads(store.must("tokens", "list", "--json"))]
    return "" if serials in wanted else f"the inventory has {serials}"


def log_in_and_be_remembered(arena: Arena, store: Store) -> None:
    with open(store.key.with_name("countersign.conf"), "a") as policy:
        policy.write("Remember 1h same-tty\n")
    [code] = token_codes(arena, 0)
    outcome = arena.server.one(store.login("token", code), time=NOON, terminal=1)
    expect(outcome.accepted and len(store.state("token").remembered) == 1, f"not remembered: {outcome}")


def grant_bypass(arena: Arena, store: Store) -> None:
    store.must("bypass", "other", "--for", "1h", "--reason", "test")


def give_temporary_code(arena: Arena, store: Store) -> None:
    store.must("temporary-code", "other", "--quiet")


def give_ticket(arena: Arena, store: Store) -> None:
    store.must("invite", "newcomer", "--quiet")


def disable_tablet(arena: Arena, store: Store) -> None:
    store.must("disable-device", "mixed", "Tablet", "--yes")


def add_token(arena: Arena, store: Store) -> None:
    store.must("tokens", "add", SERIAL, "--type", "hotp", "--hex", given=NEW + "\n")


def begin_inventory(arena: Arena, store: Store) -> None:
    """Its folder is made once and stays."""
    add_token(arena, store)
    store.must("tokens", "remove", SERIAL, "--yes")


def give_token(arena: Arena, store: Store) -> None:
    add_token(arena, store)
    store.must("assign", "newcomer", "--serial", SERIAL, "--no-confirm", "--quiet")


def owner_flaw(store: Store) -> str:
    """The inventory says that the user has the token where the user has it, and nowhere else."""
    [token] = json.loads(store.must("tokens", "list", "--json"))
    has_it = bool(store.device_names("newcomer"))
    return "" if (token["state"] == "assigned") == has_it else f"{token['state']}, and the user has it: {has_it}"


def used_code_flaw(store: Store) -> str:
    """A token that came back without a code that confirms its counter has its counter: no used code is the next one.

    Whoever was enrolled has logged in once, with the code of 0.
    """
    flaw = owner_flaw(store)
    [token] = json.loads(store.must("tokens", "list", "--json"))
    # Killed before its last step, it is not free without a code, and says so.
    if flaw or token["state"] == "left":
        return flaw
    text = (store.base / "tokens" / SERIAL).read_text()
    return "" if " next=0 " in text or " next=1 " in text else "the counter is none that was shown"


def token_codes(arena: Arena, *counters: int) -> list[str]:
    return [codes.hotp(arena.enrolled["token"].secrets["Token"], counter) for counter in counters]


MIXED = ["Phone", "Tablet", "Token"]

COMMANDS: dict[str, Case] = {
    "enroll a first device": Case("newcomer", lambda _: Store.enrolment("newcomer", "First"), [], ["First"]),
    "enroll a second device": Case(
        "token", lambda _: Store.enrolment("token", "Second", digits=8), ["Token"], ["Token", "Second"]),
    "rename": Case("token", lambda _: ["rename", "token", "Token", "Other"], ["Token"], ["Other"]),
    "remove a device": Case(
        "mixed", lambda _: ["remove", "mixed", "Tablet"], MIXED, ["Phone", "Token"]),
    "remove a user": Case("other", lambda _: ["remove", "other", "--all", "--yes"], ["Token"], []),
    "recovery-codes": Case("recover", lambda _: ["recovery-codes", "recover", "--quiet"], ["Phone"], ["Phone"]),
    "unlock": Case(
        "token", lambda _: ["unlock", "token", "--yes"], ["Token"], ["Token"], prepare=miss_three_times,
        flaw=lambda store: misses_flaw(store, (0, 3)), flaw_when_done=lambda store: misses_flaw(store, (0,))),
    # Between the two it has been logged in with the next code, which the codes of 20 and 21 may be before.
    "resync": Case(
        "token", lambda arena: ["resync", "token", "Token", *token_codes(arena, 20, 21)], ["Token"], ["Token"],
        flaw=lambda store: counter_flaw(store, (0, 22)), flaw_when_done=lambda store: counter_flaw(store, (22, 23))),
    "disable-device": Case(
        "mixed", lambda _: ["disable-device", "mixed", "Tablet", "--yes"], MIXED, MIXED,
        flaw_when_done=lambda store: line_flaw(store, "mixed", " disabled=", True)),
    "enable-device": Case(
        "mixed", lambda _: ["enable-device", "mixed", "Tablet", "--yes"], MIXED, MIXED, prepare=disable_tablet,
        flaw_when_done=lambda store: line_flaw(store, "mixed", " disabled=", False)),
    "expire": Case(
        "mixed", lambda _: ["expire", "mixed", "Tablet", "2199-01-01"], MIXED, MIXED,
        flaw_when_done=lambda store: line_flaw(store, "mixed", " expires=", True)),
    "language": Case(
        "mixed", lambda _: ["language", "mixed", "ja"], MIXED, MIXED,
        flaw_when_done=lambda store: line_flaw(store, "mixed", " language=ja\n", True)),
    # Granted for the hour in which the test runs; the logins take place at noon of a day in the future.
    "bypass": Case(
        "other", lambda _: ["bypass", "other", "--for", "1h", "--reason", "test"], ["Token"], ["Token"],
        flaw_when_done=lambda store: line_flaw(store, "other", "\nbypass ", True)),
    "temporary-code": Case(
        "other", lambda _: ["temporary-code", "other", "--quiet"], ["Token"], ["Token"],
        flaw_when_done=lambda store: line_flaw(store, "other", "\ntemporary ", True)),
    "invite": Case(
        "newcomer", lambda _: ["invite", "newcomer", "--quiet"], [], [],
        flaw_when_done=lambda store: line_flaw(store, "newcomer", "\nticket ", True)),
    "bypass --revoke": Case(
        "other", lambda _: ["bypass", "other", "--revoke", "--yes"], ["Token"], ["Token"], prepare=grant_bypass,
        flaw_when_done=lambda store: line_flaw(store, "other", "\nbypass ", False)),
    "temporary-code --revoke": Case(
        "other", lambda _: ["temporary-code", "other", "--revoke", "--yes"], ["Token"], ["Token"],
        prepare=give_temporary_code,
        flaw_when_done=lambda store: line_flaw(store, "other", "\ntemporary ", False)),
    "invite --revoke": Case(
        "newcomer", lambda _: ["invite", "newcomer", "--revoke", "--yes"], [], [], prepare=give_ticket,
        flaw_when_done=lambda store: line_flaw(store, "newcomer", "\nticket ", False)),
    "forget": Case(
        "token", lambda _: ["forget", "token", "--yes"], ["Token"], ["Token"], prepare=log_in_and_be_remembered,
        flaw=lambda store: remembered_flaw(store, (0, 1)),
        flaw_when_done=lambda store: remembered_flaw(store, (0,))),
    # What it takes counts no more, also where nobody was told that it was right.
    "verify": Case(
        "token", lambda _: ["verify", "token"], ["Token"], ["Token"],
        given=lambda arena: token_codes(arena, 0)[0] + "\n",
        flaw=lambda store: counter_flaw(store, (0, 1)), flaw_when_done=lambda store: counter_flaw(store, (1, 2))),
    "import": Case(
        "newcomer", lambda _: ["import", "otpauth", "-", "--user", "newcomer"], [], ["token"],
        given=lambda _: f"otpauth://hotp/newcomer?secret={base64.b32encode(bytes.fromhex(NEW)).decode()}&counter=0\n"),
    "import --to-inventory": Case(
        "newcomer", lambda _: ["import", "oath-csv", "-", "--to-inventory"], [], [], prepare=begin_inventory,
        given=lambda _: f"{SERIAL},{NEW},hotp,6,0\n",
        flaw=lambda store: inventory_flaw(store, ([], [SERIAL])),
        flaw_when_done=lambda store: inventory_flaw(store, ([SERIAL],))),
    "tokens add": Case(
        "newcomer", lambda _: ["tokens", "add", SERIAL, "--type", "hotp", "--hex"], [], [], prepare=begin_inventory,
        flaw=lambda store: inventory_flaw(store, ([], [SERIAL])),
        flaw_when_done=lambda store: inventory_flaw(store, ([SERIAL],))),
    "tokens remove": Case(
        "newcomer", lambda _: ["tokens", "remove", SERIAL, "--yes"], [], [], prepare=add_token,
        flaw=lambda store: inventory_flaw(store, ([], [SERIAL])),
        flaw_when_done=lambda store: inventory_flaw(store, ([],))),
    "reset": Case(
        "other", lambda _: ["reset", "other", "--reason", "test", "--yes"], ["Token"], [],
        flaw_when_done=lambda store: line_flaw(store, "other", "\nreset ", True)),
    "assign": Case(
        "newcomer", lambda _: ["assign", "newcomer", "--serial", SERIAL, "--quiet"], [], [SERIAL], prepare=add_token,
        given=lambda _: codes.hotp(bytes.fromhex(NEW), 0) + "\n", flaw=owner_flaw, flaw_when_done=owner_flaw),
    "tokens return": Case(
        "newcomer", lambda _: ["tokens", "return", SERIAL, "--yes"], [SERIAL], [], prepare=give_token,
        flaw=owner_flaw, flaw_when_done=used_code_flaw),
    "rotate-key": Case(
        "token", lambda _: ["rotate-key", "--yes"], ["Token"], ["Token"], prepare=keep_record,
        flaw=lambda store: rotation_flaw(store, (1, 2)), flaw_when_done=lambda store: rotation_flaw(store, (1,))),
}
