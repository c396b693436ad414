"""The table of what can be wrong with the files and directories: each has an outcome and a log line of its own."""

import os
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import codes
import statefile
from arena import Arena, NOON
from login_server import AUTH_ERR, AUTHINFO_UNAVAIL, Outcome
from report import expect
from store import Store

PLACES: dict[str, Callable[[Store], Path]] = {
    "root": lambda store: store.root,
    "configuration-directory": lambda store: store.key.parent,
    "store": lambda store: store.base,
    "users-directory": lambda store: store.base / "users",
    "state-directory": lambda store: store.base / "state",
    "policy": lambda store: store.key.with_name("countersign.conf"),
    "seal-key": lambda store: store.key,
    "record": lambda store: store.record_file("phone"),
    "state": lambda store: store.state_file("phone"),
}
DIRECTORIES = ("root", "configuration-directory", "store", "users-directory", "state-directory")
FILES = ("seal-key", "record", "state")
ALL_FILES = (*FILES, "policy")


def put_beside(path: Path) -> Path:
    return path.rename(path.with_name(path.name + "-beside"))


def link(path: Path) -> None:
    path.symlink_to(put_beside(path))


def hard_link(path: Path) -> None:
    # Not in the same directory: there it would be a user of its own.
    os.link(path, path.parents[1] / "second-name")


def fifo(path: Path) -> None:
    put_beside(path)
    os.mkfifo(path, 0o600)


def device(path: Path) -> None:
    put_beside(path)
    os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 3))


def unix_socket(path: Path) -> None:
    put_beside(path)
    os.mknod(path, 0o600 | stat.S_IFSOCK)


def directory(path: Path) -> None:
    put_beside(path)
    path.mkdir(0o700)


def file(path: Path) -> None:
    put_beside(path)
    path.write_bytes(b"")
    path.chmod(0o600)


def absent(path: Path) -> None:
    put_beside(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:len(content) // 2])


def longer(path: Path) -> None:
    with open(path, "ab") as opened:
        opened.write(b"\n")


def huge(path: Path) -> None:
    os.truncate(path, 1 << 40)


def owner(path: Path) -> None:
    os.chown(path, 65534, -1)


def mode(bits: int) -> Callable[[Path], None]:
    return lambda path: path.chmod(bits)


@dataclass(frozen=True)
class Row:
    """A fault, where, and what the log must say: a pattern in place of the words after `reason=`."""

    name: str
    places: tuple[str, ...]
    make: Callable[[Path], None]
    says: str


TABLE = (
    Row("absent", (*DIRECTORIES, "seal-key", "state"), absent, "missing place=PLACE"),
    Row("wrong owner", (*DIRECTORIES, *ALL_FILES), owner, "wrong-owner place=PLACE owner=65534"),
    Row("readable by the group", (*DIRECTORIES[1:], *FILES), mode(0o740), "too-open place=PLACE mode=0740"),
    Row("readable by others", (*DIRECTORIES[1:], *FILES), mode(0o704), "too-open place=PLACE mode=0704"),
    Row("writable by others", (*DIRECTORIES, *ALL_FILES), mode(0o702), "too-open place=PLACE mode=0702"),
    Row("symbolic link to a directory", DIRECTORIES, link, "(not-a-directory|symbolic-link) place=PLACE"),
    Row("file in place of a directory", DIRECTORIES, file, "not-a-directory place=PLACE"),
    Row("symbolic link", ALL_FILES, link, "symbolic-link place=PLACE"),
    Row("hard link", ALL_FILES, hard_link, "hard-linked place=PLACE links=2"),
    Row("fifo", ALL_FILES, fifo, "not-a-regular-file place=PLACE"),
    Row("device", ALL_FILES, device, "not-a-regular-file place=PLACE"),
    Row("socket", ALL_FILES, unix_socket, "not-a-regular-file place=PLACE"),
    Row("directory", ALL_FILES, directory, "not-a-regular-file place=PLACE"),
    Row("empty", ALL_FILES, empty, "empty place=PLACE"),
    Row("truncated", ("seal-key", "state"), half, "wrong-size place=PLACE size=[0-9]+"),
    Row("truncated", ("record",), half, "malformed-record flaw=.*"),
    Row("a byte longer", ("seal-key", "state"), longer, "wrong-size place=PLACE size=[0-9]+"),
    Row("a byte longer", ("record",), longer, "malformed-record flaw=.*"),
    Row("a tebibyte", ALL_FILES, huge, "wrong-size place=PLACE size=1099511627776"),
)


def check_rules(arena: Arena) -> None:
    for row in TABLE:
        for place in row.places:
            arena.report.rule(f"table of files: {row.name}: {place}", lambda: outcome_of(arena, row, place))
    arena.report.rule("table of files: absent: record", lambda: absent_record(arena))
    arena.report.rule("table of files: another user's files", lambda: exchanged(arena))
    for place in FILES:
        arena.report.rule(f"each byte flipped: {place}", lambda: flipped_bytes(arena, place))
    arena.report.rule("each byte flipped: both slots", lambda: both_slots(arena))
    arena.report.rule("each prefix of a slot write: the older slot serves", lambda: torn_slots(arena))
    arena.report.rule("each mixture of old and new sectors of a slot", lambda: torn_sectors(arena))


def log_in(arena: Arena, store: Store, steps: int = 0) -> Outcome:
    code = codes.totp(arena.enrolled["phone"].secrets["Phone"], NOON, steps)
    return arena.server.one(store.login("phone", code), time=NOON)


def small_store(arena: Arena) -> Store:
    """With one user only, below a directory that can be renamed."""
    store = arena.store("files")
    for name in store.files():
        if not name.endswith("/phone"):
            (store.base / name).unlink()
    return store


def outcome_of(arena: Arena, row: Row, place: str) -> None:
    store = small_store(arena)
    path = PLACES[place](store)
    state = store.state_file("phone").read_bytes()
    # PAM's own files must stay where they are when the root is what is wrong.
    configuration = arena.memory / "files.pam.d"
    shutil.copytree(store.configuration, configuration, dirs_exist_ok=True)
    store.configuration = configuration
    row.make(path)
    outcome = log_in(arena, store)
    arena.report.count("rows of the table of files")
    expect(outcome.finished and outcome.descriptors == 0, f"ended badly: {outcome}")
    expect(outcome.code == AUTHINFO_UNAVAIL, f"{outcome}")
    wanted = r": unavailable user=phone .* reason=" + row.says.replace("PLACE", place) + r" hint=\S"
    expect(re.search(wanted, outcome.log) is not None, f"the log does not say {row.says}: {outcome}")
    left = [candidate for candidate in arena.memory.rglob("phone") if candidate.parent.name == "state"
            and candidate.is_file() and "files-" in str(candidate) and candidate.stat().st_size == len(state)]
    expect(all(candidate.read_bytes() == state for candidate in left), "the state was written to")
    for remains in arena.memory.glob(f"{store.root.name}*"):
        remains.unlink() if remains.is_symlink() or remains.is_file() else shutil.rmtree(remains)


def absent_record(arena: Arena) -> None:
    store = small_store(arena)
    store.record_file("phone").unlink()
    outcome = log_in(arena, store)
    expect(outcome.code == AUTH_ERR and outcome.reason == "not-enrolled", str(outcome))
    store.remove()


def exchanged(arena: Arena) -> None:
    store = arena.store("files")
    record, other = store.record_file("phone"), store.record_file("token")
    state, other_state = store.state_file("phone"), store.state_file("token")
    kept = record.read_bytes()
    record.write_bytes(other.read_bytes())
    outcome = log_in(arena, store)
    expect(outcome.code == AUTHINFO_UNAVAIL and "flaw=other-user" in outcome.log, f"another's record: {outcome}")
    record.write_bytes(kept)
    state.write_bytes(other_state.read_bytes())
    outcome = log_in(arena, store)
    expect(outcome.code == AUTHINFO_UNAVAIL and outcome.reason == "damaged-state", f"another's state: {outcome}")
    store.remove()


# What the log must say of a flipped byte, by file. A state has a second slot, which serves.
FLIPPED = {
    "seal-key": (AUTHINFO_UNAVAIL, "malformed-seal-key|malformed-record flaw=not-authentic|sealed-under-another-key"),
    "record": (AUTHINFO_UNAVAIL, "malformed-record flaw="),
    "state": (0, "damaged-state-slot"),
}


def flipped_bytes(arena: Arena, place: str) -> None:
    store = small_store(arena)
    path, state = PLACES[place](store), store.state_file("phone")
    good, before = path.read_bytes(), state.read_bytes()
    code, says = FLIPPED[place]
    for at in range(0, len(good), 1 if arena.long else 1 + len(good) // 500):
        state.write_bytes(before)
        path.write_bytes(statefile.flipped(good, at))
        outcome = log_in(arena, store)
        arena.report.count("flipped bytes")
        expect(outcome.finished and outcome.code == code, f"byte {at}: {outcome}")
        expect(re.search(f"reason=({says})", outcome.log) is not None, f"byte {at}: {outcome}")
    store.remove()


def both_slots(arena: Arena) -> None:
    store = small_store(arena)
    state = store.state_file("phone")
    good = state.read_bytes()
    for at in range(0, statefile.SLOT, 1 if arena.long else 41):
        damaged = statefile.flipped(statefile.flipped(good, at), at + statefile.SLOT)
        state.write_bytes(damaged)
        outcome = log_in(arena, store)
        arena.report.count("flipped bytes", 2)
        expect(outcome.code == AUTHINFO_UNAVAIL and outcome.reason == "damaged-state", f"byte {at}: {outcome}")
        expect("hint=run countersign remove --all" in outcome.log, f"no repair is named: {outcome}")
        expect(state.read_bytes() == damaged, "a damaged state was written to")
    store.remove()


class Torn:
    """A slot write of a login that may be cut anywhere."""

    def __init__(self, arena: Arena):
        self.arena = arena
        self.store = small_store(arena)
        self.file = self.store.state_file("phone")
        # Both slots are in use before the write that is torn.
        for steps in (-1, 0):
            expect(log_in(arena, self.store, steps).accepted, "the store does not work")
        self.before = self.file.read_bytes()
        expect(log_in(arena, self.store, 1).accepted, "the store does not work")
        self.after = self.file.read_bytes()
        self.start = statefile.newer_slot(self.after, "phone")

    def try_slot(self, slot: bytes, what: str) -> None:
        """With this slot on the disk the login after the crash sees the old state or the new, and nothing else."""
        content = self.before[:self.start] + slot + self.before[self.start + statefile.SLOT:]
        self.file.write_bytes(content)
        outcomes = [log_in(self.arena, self.store, 1) for _ in range(2)]
        self.arena.report.count("torn slots")
        whole = content == self.after
        accepted = [outcome.accepted for outcome in outcomes]
        expect(accepted == [not whole, False], f"{what}: {outcomes[0]}, {outcomes[1]}")
        old = log_in(self.arena, self.store, 0)
        expect(old.reason == "replayed-code", f"{what}: an older code: {old}")


def torn_slots(arena: Arena) -> None:
    torn = Torn(arena)
    new, old = (content[torn.start:torn.start + statefile.SLOT] for content in (torn.after, torn.before))
    for length in range(0, statefile.SLOT + 1, 1 if arena.long else 32):
        torn.try_slot(new[:length] + old[length:], f"{length} bytes written")
    torn.store.remove()


def torn_sectors(arena: Arena) -> None:
    torn = Torn(arena)
    new, old = (content[torn.start:torn.start + statefile.SLOT] for content in (torn.after, torn.before))
    for mixture in range(16):
        parts = [(new if mixture >> sector & 1 else old)[512 * sector:512 * sector + 512] for sector in range(4)]
        torn.try_slot(b"".join(parts), f"sectors {mixture:04b}")
    torn.store.remove()
