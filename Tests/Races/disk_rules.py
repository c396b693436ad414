"""File systems that are full, out of inodes, or read-only."""

import errno
import os
import subprocess
from pathlib import Path

import codes
from arena import Arena, NOON, mount, unmount
from login_server import AUTHINFO_UNAVAIL
from report import expect
from store import Store


def check_rules(arena: Arena) -> None:
    for kind, options in {"tmpfs": "size=1m", "ext4": ""}.items():
        arena.report.rule(f"full {kind}: everybody gets in, once", lambda: Disk(arena, kind, options).full())
        arena.report.rule(f"full {kind}: a command changes nothing and says so",
                          lambda: Disk(arena, kind, options).full_for_commands())
        arena.report.rule(f"read-only {kind}: refused, with a line of its own",
                          lambda: Disk(arena, kind, options).read_only())
    arena.report.rule("tmpfs without inodes: everybody gets in, once",
                      lambda: Disk(arena, "tmpfs", "size=1m,nr_inodes=24").no_inodes())


class Disk:
    """A small file system of its own under /var/lib/countersign of a store."""

    def __init__(self, arena: Arena, kind: str, options: str):
        self.arena = arena
        self.store = arena.store("disk")
        kept = {name: (self.store.base / name).read_bytes() for name in self.store.files()
                if name.split("/")[1] in ("phone", "recover", "other")}
        self.image: Path | None = None
        if kind == "ext4":
            self.image = arena.work / "image"
            with open(self.image, "wb") as file:
                file.truncate(4 << 20)
            subprocess.run(["mkfs.ext4", "-q", "-m", "0", self.image], check=True, capture_output=True)
            mount("-o", "loop", self.image, self.store.base)
        else:
            mount("-t", "tmpfs", "-o", f"mode=0700,{options}", "races", self.store.base)
        self.store.base.chmod(0o700)
        for folder in ("users", "state"):
            (self.store.base / folder).mkdir(mode=0o700)
        for name, content in kept.items():
            (self.store.base / name).write_bytes(content)
            (self.store.base / name).chmod(0o600)

    def release(self) -> None:
        unmount(self.store.base)
        if self.image:
            self.image.unlink()
        self.store.remove()

    def fill(self) -> None:
        # As root takes all there is, reserved blocks included, byte by byte in the end.
        descriptor = os.open(self.store.base / "filling", os.O_WRONLY | os.O_CREAT, 0o600)
        size = 1 << 20
        while size > 0:
            try:
                os.write(descriptor, bytes(size))
            except OSError as error:
                expect(error.errno == errno.ENOSPC, f"cannot fill the disk: {error}")
                size //= 2
        os.fsync(descriptor)
        os.close(descriptor)

    def log_in_once_each(self) -> None:
        enrolled = self.arena.enrolled
        logins = {"phone": [codes.totp(enrolled["phone"].secrets["Phone"], NOON, step) for step in (-1, 0, 1)],
                  "recover": enrolled["recover"].recovery[:3],
                  "other": [codes.hotp(enrolled["other"].secrets["Token"], count) for count in range(3)]}
        for user, typed in logins.items():
            for code in typed:
                first, second = (self.arena.server.one(self.store.login(user, code), time=NOON) for _ in range(2))
                self.arena.report.count("logins on bad disks", 2)
                expect(first.accepted, f"{user} is kept out: {first}")
                expect(second.reason == "replayed-code", f"{user}'s code came again: {second}")

    def full(self) -> None:
        try:
            self.fill()
            self.log_in_once_each()
        finally:
            self.release()

    def full_for_commands(self) -> None:
        try:
            self.fill()
            before = {name: (self.store.base / name).read_bytes() for name in self.store.files()}
            # On a full disk a short record may still find room inside a directory's or inode's own block.
            for words in (Store.enrolment("phone", "Second"), Store.enrolment("token", "First")):
                done = self.store.administrate(*words, given="31" * 20 + "\n")
                after = {name: (self.store.base / name).read_bytes() for name in self.store.files()}
                expect(done.returncode == 1, f"{words[0]} exited {done.returncode}: {done.stderr.strip()}")
                expect(after.keys() == before.keys(), f"other files than before: {after.keys() ^ before.keys()}")
                changed = [name for name in before if name.startswith("users/") and after[name] != before[name]]
                expect(not changed, f"changed: {changed}")
            self.log_in_once_each()
        finally:
            self.release()

    def no_inodes(self) -> None:
        try:
            for number in range(100):
                try:
                    (self.store.base / f"filling-{number}").touch()
                except OSError as error:
                    expect(error.errno == errno.ENOSPC and number > 0, f"cannot use up the inodes: {error}")
                    break
            self.log_in_once_each()
        finally:
            self.release()

    def read_only(self) -> None:
        try:
            mount("-o", "remount,ro", self.store.base)
            secret = self.arena.enrolled["phone"].secrets["Phone"]
            login = self.store.login("phone", codes.totp(secret, NOON))
            outcome = self.arena.server.one(login, time=NOON)
            self.arena.report.count("logins on bad disks")
            expect(outcome.code == AUTHINFO_UNAVAIL and outcome.finished and outcome.descriptors == 0, str(outcome))
            expect(outcome.reason == "read-only-file-system" and "place=state" in outcome.log, f"{outcome}")
            mount("-o", "remount,rw", self.store.base)
            expect(self.arena.server.one(login, time=NOON).accepted, "afterwards the code is refused")
        finally:
            self.release()
