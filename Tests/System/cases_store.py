"""Stores in trouble: untrusted, damaged, full, read-only."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from failure import expect, expect_equal
from log_line import LogLine
from machine import Machine, ssh_line
from sshd import NAME
from store import make_store
from suite import case


def refuses_without_asking(machine: Machine, reason: str) -> None:
    """With and without nullok: what is there and cannot be used is never taken for `not enrolled`."""
    for arguments in ("", "nullok"):
        machine.service(NAME, f"auth required MODULE {arguments}", "auth required pam_permit.so")
        terminal = machine.ssh("alice")
        machine.is_refused(terminal)
        expect("Verification" not in terminal.shown, "no question for a code")
    machine.logged(*[ssh_line("unavailable", reason)] * 2)


def record(machine: Machine) -> Path:
    return machine.root / "var/lib/countersign/users/alice"


@case("store: a folder that others may write to refuses")
def open_folder(machine: Machine) -> None:
    machine.enrol("alice")
    (machine.root / "var/lib/countersign/users").chmod(0o777)
    refuses_without_asking(machine, "too-open")


@case("store: a folder that is missing refuses")
def missing_folder(machine: Machine) -> None:
    os.rmdir(machine.root / "var/lib/countersign/users")
    refuses_without_asking(machine, "missing")


@case("store: a record that others may read refuses")
def open_record(machine: Machine) -> None:
    machine.enrol("alice")
    record(machine).chmod(0o644)
    refuses_without_asking(machine, "too-open")


@case("store: a record of another owner refuses")
def foreign_record(machine: Machine) -> None:
    machine.enrol("alice")
    os.chown(record(machine), 65534, 65534)
    refuses_without_asking(machine, "wrong-owner")


@case("store: a record that is a link refuses")
def linked_record(machine: Machine) -> None:
    machine.enrol("alice")
    record(machine).rename(machine.root / "elsewhere")
    record(machine).symlink_to(machine.root / "elsewhere")
    refuses_without_asking(machine, "symbolic-link")


@case("store: a record that cannot be read as one refuses")
def malformed_record(machine: Machine) -> None:
    machine.enrol("alice")
    record(machine).write_text("countersign-user 1\nnonsense\n")
    refuses_without_asking(machine, "malformed-record")


@case("store: a record of somebody who had the name before refuses")
def other_account(machine: Machine) -> None:
    machine.enrol("alice")
    own = pwd.getpwnam("alice").pw_uid
    subprocess.run(["usermod", "--uid", "54711", "alice"], check=True)
    try:
        refuses_without_asking(machine, "other-account")
    finally:
        subprocess.run(["usermod", "--uid", str(own), "alice"], check=True)


@case("store: another host's key refuses, and its own is taken again")
def other_key(machine: Machine) -> None:
    phone = machine.enrol("alice")
    machine.service(NAME, "auth required MODULE")
    key = machine.root / "etc/countersign/seal.key"
    own = key.read_text()
    key.write_text("countersign-seal-key 1 " + "A5" * 32 + "\n")
    terminal = machine.ssh("alice")
    terminal.finish()
    expect(terminal.status != 0, "an exit status that says no")
    key.write_text(own)
    terminal = machine.ssh("alice")
    machine.answer_code(terminal, phone.code())
    machine.is_in(terminal)
    lines = LogLine.all(machine.log.since(machine.mark))
    expect_equal([line.outcome for line in lines], ["unavailable", "accepted"], "outcomes")


@contextmanager
def mounted(machine: Machine, kind: str) -> Iterator[None]:
    """Puts this case's store on a small file system of its own."""
    root = machine.folder / f"{kind}-{machine.number}"
    root.mkdir()
    if kind == "tmpfs":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k,mode=0755", "tests", root], check=True)
    else:
        image = machine.folder / "image"
        image.write_bytes(bytes(4 << 20))
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
        subprocess.run(["mount", "-o", "loop", image, root], check=True)
    machine.root = root
    try:
        make_store(root)
        yield
    finally:
        subprocess.run(["umount", "--lazy", root], check=True)


def fill(root: Path) -> None:
    """Fills the file system up to the last byte."""
    size = 65536
    with open(root / "ballast", "wb", buffering=0) as ballast:
        while size:
            try:
                ballast.write(bytes(size))
            except OSError:
                size //= 2
    for number in range(10_000):
        try:
            (root / f"ballast-{number}").write_bytes(b"x")
        except OSError:
            return
    raise AssertionError("the file system does not fill")


def works_on_full_disk(machine: Machine, kind: str) -> None:
    with mounted(machine, kind):
        machine.password_and_code(NAME)
        phone = machine.enrol("alice")
        fill(machine.root)
        before = machine.state("alice")
        code = phone.code()
        machine.is_in(machine.answer(machine.ssh("alice"), "alice", code))
        expect(machine.state("alice") != before, "the code recorded as used")
        machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
        machine.logged(
            ssh_line("accepted", "totp", device="1:Phone"),
            ssh_line("refused", "replayed-code", device="1:Phone"))


@case("store: a full tmpfs lets people in and records their codes")
def full_tmpfs(machine: Machine) -> None:
    works_on_full_disk(machine, "tmpfs")


@case("store: a full ext4 lets people in and records their codes")
def full_ext4(machine: Machine) -> None:
    works_on_full_disk(machine, "ext4")


@case("store: an enrolment that finds no room changes nothing")
def full_enrolment(machine: Machine) -> None:
    with mounted(machine, "tmpfs"):
        fill(machine.root)
        machine.countersign(
            "enroll", "alice", "--secret-stdin", "--no-confirm", "--quiet", text="GEZDGNBVGY3TQOJQ\n", status=1)
        left = [file.name for folder in ("users", "state")
                for file in (machine.root / "var/lib/countersign" / folder).iterdir()]
        expect_equal(left, [], "files in the store")


@case("store: a read-only file system refuses, and nothing is accepted")
def read_only(machine: Machine) -> None:
    with mounted(machine, "tmpfs"):
        machine.password_and_code(NAME)
        phone = machine.enrol("alice")
        subprocess.run(["mount", "-o", "remount,ro", machine.root], check=True)
        terminal = machine.ssh("alice")
        machine.answer_password(terminal, "alice")
        if terminal.expect("Verification code: ?$|cannot be checked")[0].startswith("Verification"):
            terminal.type(phone.code())
        machine.is_refused(terminal)
        machine.logged(ssh_line("unavailable", "read-only-file-system"))
        subprocess.run(["mount", "-o", "remount,rw", machine.root], check=True)
        machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))


@case("store: no descriptor of it stays open in sshd, and no file is left beside it")
def nothing_left(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    names = sorted(str(file.relative_to(machine.root)) for file in machine.root.rglob("*")
                   if file.is_file() and file.parent != machine.companion.parent)
    expect_equal(names, [
        "etc/countersign/seal.key", "var/lib/countersign/state/alice", "var/lib/countersign/users/alice",
        "var/log/countersign/audit.jsonl"], "files")
    open_files = [os.readlink(link) for link in Path(f"/proc/{machine.sshd.process.pid}/fd").iterdir()]
    expect(not any("countersign/" in name and "countersign-tests/sshd" not in name for name in open_files),
           "no file of the store open in sshd")
