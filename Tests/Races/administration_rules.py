"""Administration and logins at the same time: no update is lost in either direction."""

import itertools
import json
import subprocess
import threading
from collections import Counter
from typing import Callable, Iterator

import codes
from arena import Arena, NOON
from login_server import AUTH_ERR
from report import expect
from store import Store

# The secret of what is enrolled beside logins.
NEW = bytes.fromhex("31" * 20)
# How a login with a code of a device may end that is removed meanwhile; who was reset has a record without a device.
AFTER_REMOVAL = {
    "hotp", "wrong-code", "removed-meanwhile", "not-enrolled", "too-many-wrong-codes", "disabled-after-wrong-codes"}
AFTER_RESET = AFTER_REMOVAL | {"not-a-code"}


def check_rules(arena: Arena) -> None:
    turns = 40 if arena.long else 3
    arena.report.rule("enrolling, renaming and removing beside logins loses nothing", lambda: devices(arena, turns))
    arena.report.rule("renaming beside recovery codes gives no used code back", lambda: recovery(arena, turns))
    arena.report.rule("renewing recovery codes beside logins loses nothing", lambda: renewals(arena, turns))
    arena.report.rule("removing and enrolling again beside logins lets no old code in", lambda: rebirth(arena, turns))
    arena.report.rule("unlocking beside wrong and right codes loses nothing", lambda: unlocking(arena, turns))
    arena.report.rule("unlocking beside wrong codes: each is counted until one unlock takes it back",
                      lambda: counting(arena, turns))
    arena.report.rule("resynchronising one device beside logins with the other loses nothing",
                      lambda: resynchronising(arena, turns))
    arena.report.rule("resetting and enrolling again beside logins lets no old code in",
                      lambda: rebirth(arena, turns, ("reset", "token", "--reason", "test", "--yes")))
    arena.report.rule("rotating the host key beside logins and commands loses nothing", lambda: rotating(arena, turns))
    arena.report.rule("commands for one user at once are all carried out", lambda: same_user(arena))
    arena.report.rule("commands for many users at once are all carried out", lambda: many_users(arena))


class Administrator(threading.Thread):
    """Runs commands one after another and keeps what failed."""

    def __init__(
        self, arena: Arena, store: Store, commands: Iterator[list[str]], finished: Callable[[str], None] = len
    ):
        super().__init__(daemon=True)
        self.arena = arena
        self.store = store
        self.commands = commands
        self.finished = finished
        self.failures: list[str] = []
        self.start()

    def run(self) -> None:
        for words in self.commands:
            given = NEW.hex() + "\n" if words[0] == "enroll" else ""
            done = self.store.administrate(*words, given=given)
            self.arena.report.count("racing commands")
            if done.returncode != 0:
                self.failures.append(f"{words[0]} exited {done.returncode}: {done.stderr.strip()}")
            self.finished(done.stdout)


def busy(administrators: list[Administrator]) -> bool:
    return any(administrator.is_alive() for administrator in administrators)


def settle(administrators: list[Administrator]) -> None:
    for administrator in administrators:
        administrator.join()
    failures = [failure for administrator in administrators for failure in administrator.failures]
    expect(not failures, f"{len(failures)} commands failed, such as {failures[:1]}")


def device_turns(store: Store, user: str, prefix: str, turns: int) -> Iterator[list[str]]:
    """Each turn adds a device, renames it, and removes the one of the turn before."""
    for turn in range(turns):
        yield store.enrolment(user, f"{prefix}{turn}", digits=8)
        yield ["rename", user, f"{prefix}{turn}", f"{prefix}{turn}-renamed"]
        if turn > 0:
            yield ["remove", user, f"{prefix}{turn - 1}-renamed"]


def log_in_meanwhile(arena: Arena, store: Store, administrators: list[Administrator]) -> int:
    """Uses one event-based code after another: each is accepted, and refused when it comes again."""
    secret = arena.enrolled["token"].secrets["Token"]
    for counter in itertools.count():
        login = store.login("token", codes.hotp(secret, counter))
        first, second = (arena.server.one(login, time=NOON + counter) for _ in range(2))
        arena.report.count("logins beside commands", 2)
        expect(first.accepted, f"code {counter} was refused: {first}")
        expect(second.code == AUTH_ERR and second.reason == "replayed-code", f"code {counter} came again: {second}")
        following = store.state("token").device(1).next
        expect(following == counter + 1, f"after code {counter} the next counter is {following}")
        if not busy(administrators):
            return counter + 1
    raise AssertionError


def devices(arena: Arena, turns: int) -> None:
    store = arena.store("devices")
    administrators = [Administrator(arena, store, device_turns(store, "token", prefix, turns)) for prefix in ("a", "b")]
    used = log_in_meanwhile(arena, store, administrators)
    settle(administrators)
    names = sorted(store.device_names("token"))
    wanted = ["Token", f"a{turns - 1}-renamed", f"b{turns - 1}-renamed"]
    expect(names == wanted, f"the devices are {names} instead of {wanted}")
    following = store.state("token").device(1).next
    expect(following == used, f"the next counter is {following} after {used} accepted codes")
    store.remove()


def recovery(arena: Arena, turns: int) -> None:
    store = arena.store("recovery")
    administrators = [Administrator(arena, store, device_turns(store, "recover", "a", turns))]
    for number, code in enumerate(arena.enrolled["recover"].recovery):
        outcome = arena.server.one(store.login("recover", code), time=NOON)
        expect(outcome.accepted, f"recovery code {number + 1} was refused: {outcome}")
    settle(administrators)
    used = store.state("recover").recovery_used
    expect(used == 0b1111111111, f"the used codes are {used:010b}")
    for number, code in enumerate(arena.enrolled["recover"].recovery):
        outcome = arena.server.one(store.login("recover", code), time=NOON)
        expect(outcome.reason == "replayed-code", f"recovery code {number + 1} came again: {outcome}")
    store.remove()


def renewals(arena: Arena, turns: int) -> None:
    store = arena.store("renewals")
    sheets: list[list[str]] = []
    store.renew_recovery_codes("token")
    commands = (["recovery-codes", "token", "--quiet"] for _ in range(3 * turns))
    administrators = [Administrator(arena, store, commands, finished=lambda text: sheets.append(text.split()))]
    log_in_meanwhile(arena, store, administrators)
    settle(administrators)
    outcomes = [arena.server.one(store.login("token", sheet[0]), time=NOON) for sheet in sheets[-2:]]
    expect([outcome.accepted for outcome in outcomes] == [False, True],
           f"codes of the last two sheets: {[str(outcome) for outcome in outcomes]}")
    store.remove()


def rebirth(arena: Arena, turns: int, going: tuple[str, ...] = ("remove", "token", "--all", "--yes")) -> None:
    """The user goes and comes back with another secret; old codes must not count for the new device."""
    store = arena.store("rebirth")
    expected = AFTER_RESET if going[0] == "reset" else AFTER_REMOVAL
    secret = arena.enrolled["token"].secrets["Token"]
    # The old device's codes but those that are right for a new one by chance.
    right = {codes.hotp(NEW, counter) for counter in range(20)}
    old = ((counter, code) for counter in itertools.count() if (code := codes.hotp(secret, counter)) not in right)
    counter, code = next(old)
    outcome = arena.server.one(store.login("token", code), time=NOON)
    expect(outcome.accepted, f"before anything is removed a code is refused: {outcome}")
    commands = itertools.chain.from_iterable(
        (list(going), store.enrolment("token", f"Token{turn}")) for turn in range(2 * turns))
    done: list[str] = []
    administrators = [Administrator(arena, store, commands, finished=done.append)]
    is_gone = False
    for counter, code in old:
        is_gone = is_gone or bool(done)
        outcome = arena.server.one(store.login("token", code), time=NOON + 3600 * counter)
        arena.report.count("logins beside commands")
        expect(outcome.finished, f"a login ended badly: {outcome}")
        expect(outcome.accepted == (outcome.reason == "hotp") and outcome.reason in expected,
               f"while a user is removed and enrolled again a login ended so: {outcome}")
        expect(not (is_gone and outcome.accepted), f"code {counter} of a device that was gone counted: {outcome}")
        is_gone = is_gone or not outcome.accepted
        if not busy(administrators):
            break
    settle(administrators)
    expect(store.device_names("token") == [f"Token{2 * turns - 1}"], f"the devices are {store.device_names('token')}")
    [device] = store.state("token").devices
    expect(device.next == 0, "a code of the old device moved the new one's counter")
    store.remove()


def unlocking(arena: Arena, turns: int) -> None:
    store = arena.store("unlocking")
    administrators = [Administrator(arena, store, (["unlock", "token", "--yes"] for _ in range(4 * turns)))]
    secret = arena.enrolled["token"].secrets["Token"]
    for counter in itertools.count():
        wrong = codes.wrong(secret, range(counter, counter + 12), 1)[0]
        # A wrong code that an unlock has taken back, or not; then a right one, and again.
        sequence = [wrong, codes.hotp(secret, counter), codes.hotp(secret, counter)]
        outcomes = [arena.server.one(store.login("token", code), time=NOON + counter) for code in sequence]
        arena.report.count("logins beside commands", 3)
        reasons = [outcome.reason for outcome in outcomes]
        expect(reasons == ["wrong-code", "hotp", "replayed-code"], f"with counter {counter}: {reasons}")
        following = store.state("token").device(1).next
        expect(following == counter + 1, f"after code {counter} the next counter is {following}")
        if not busy(administrators):
            break
    settle(administrators)
    store.remove()


def counting(arena: Arena, turns: int) -> None:
    """As many wrong codes as were evaluated are taken back by an unlock, each by one, or stand in the state."""
    store = arena.store("counting")
    taken: list[str] = []
    unlocks = (["unlock", "token", "--yes", "--json"] for _ in range(4 * turns))
    administrators = [Administrator(arena, store, unlocks, finished=taken.append)]
    [wrong] = codes.wrong(arena.enrolled["token"].secrets["Token"], range(300))
    reasons: Counter[str] = Counter()
    while busy(administrators):
        reasons[arena.server.one(store.login("token", wrong), time=NOON).reason] += 1
        arena.report.count("logins beside commands")
    settle(administrators)
    expect(set(reasons) <= {"wrong-code", "too-many-wrong-codes"}, f"wrong codes were answered {dict(reasons)}")
    cleared = [factor["misses"] for text in taken for factor in json.loads(text)["cleared"]]
    left = store.state("token").device(1).misses
    expect(sum(cleared) + left == reasons["wrong-code"],
           f"{reasons['wrong-code']} wrong codes, of which unlocks took {cleared} and {left} are left")
    # Five in a row end in a wait, which an unlock alone ends here.
    expect(len([misses for misses in cleared if misses > 0]) > 1, f"only these were taken back: {cleared}")
    store.remove()


def resynchronising(arena: Arena, turns: int) -> None:
    store = arena.store("resynchronising")
    other = store.enroll("token", "Other", digits=8)
    pairs = [[codes.hotp(other, 7 * turn + step, 8) for step in (5, 6)] for turn in range(3 * turns)]
    administrators = [Administrator(arena, store, (["resync", "token", "Other", *pair] for pair in pairs))]
    used = log_in_meanwhile(arena, store, administrators)
    settle(administrators)
    following = [store.state("token").device(number).next for number in (1, 2)]
    expect(following == [used, 7 * 3 * turns], f"the next counters are {following}")
    for pair in pairs:
        done = store.administrate("resync", "token", "Other", *pair)
        expect(done.returncode == 1, f"used codes resynchronised a device: {done.stdout.strip()}")
    store.remove()


def rotating(arena: Arena, turns: int) -> None:
    """One rotation after another, while one user logs in and another is administrated."""
    store = arena.store("rotating")
    keys, beside = [store.host_keys()], store.key_files()
    rotations = (["rotate-key", "--yes"] for _ in range(3 * turns))
    administrators = [
        Administrator(arena, store, rotations, finished=lambda text: keys.append(store.host_keys())),
        Administrator(arena, store, device_turns(store, "other", "a", turns)),
    ]
    used = log_in_meanwhile(arena, store, administrators)
    settle(administrators)
    expect(all(len(lines) == 1 for lines in keys) and len({lines[0] for lines in keys}) == 3 * turns + 1,
           f"not every rotation left one new key: {[len(lines) for lines in keys]}")
    expect(store.key_files() == beside, f"beside the key there are {store.key_files()}")
    names = store.device_names("other")
    expect(names == ["Token", f"a{turns - 1}-renamed"], f"the devices are {names}")
    expect(store.state("token").device(1).next == used, "a counter was lost")
    for user in ("phone", "recover", "mixed"):
        expect(bool(store.device_names(user)), f"the record of {user} does not open")
    for number, code in enumerate(arena.enrolled["recover"].recovery[:2]):
        outcomes = [arena.server.one(store.login("recover", code), time=NOON).accepted for _ in range(2)]
        expect(outcomes == [True, False], f"recovery code {number + 1} gave {outcomes}")
    store.remove()


def start(store: Store, words: list[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(store.arguments(*words), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    process.stdin.write(NEW.hex() + "\n")
    process.stdin.flush()
    return process


def all_done(arena: Arena, processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        _, errors = process.communicate(timeout=60)
        arena.report.count("racing commands")
        expect(process.returncode == 0, f"a command exited {process.returncode}: {errors.strip()}")


def same_user(arena: Arena) -> None:
    store = arena.store("commands")
    names = [f"Device{number}" for number in range(8)]
    all_done(arena, [start(store, store.enrolment("newcomer", name)) for name in names])
    expect(sorted(store.device_names("newcomer")) == names, f"the devices are {store.device_names('newcomer')}")
    store.remove()


def many_users(arena: Arena) -> None:
    store = arena.store("commands", crowd=True)
    people = arena.people[:16]
    all_done(arena, [start(store, store.enrolment(user, "Second")) for user in people])
    missing = [user for user in people if store.device_names(user) != ["Token", "Second"]]
    expect(not missing, f"not carried out for {missing}")
    store.remove()
