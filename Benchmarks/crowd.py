"""Enrolled users by the thousand, each with files of its own in the format of countersign-files(5)."""

import hashlib
import hmac
import os
from pathlib import Path

SLOT = 2_048
DIGEST = 32
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class Crowd:
    """Makes records and states like those of one user who is enrolled, authentic and under other names.

    Their sealed secrets stay tied to that one user, so nobody of the crowd could log in; nobody does.
    """

    def __init__(self, root: Path, model: str, count: int):
        self.count = count
        self.users = root / "var/lib/countersign/users"
        self.states = root / "var/lib/countersign/state"
        self.model = model.encode()
        self.state = (self.states / model).read_bytes()
        key = bytes.fromhex((root / "etc/countersign/seal.key").read_text().split()[2])
        self.key = hmac.digest(key, b"countersign record 1", "sha256")
        text = (self.users / model).read_bytes()
        self.record = text[:text.rindex(b"check ")]

    @staticmethod
    def name(number: int) -> str:
        return f"user{number:07}"

    def enrol(self) -> None:
        users, states = (os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in (self.users, self.states))
        for number in range(1, self.count + 1):
            name = self.name(number)
            self.write(users, name, self.record_of(name.encode()))
            self.write(states, name, self.state_of(name.encode()))
        os.fsync(users)
        os.fsync(states)
        os.close(users)
        os.close(states)

    @staticmethod
    def write(folder: int, name: str, content: bytes) -> None:
        file = os.open(name, NEW, 0o600, dir_fd=folder)
        os.write(file, content)
        os.close(file)

    def record_of(self, name: bytes) -> bytes:
        body = self.record.replace(b"\nuser " + self.model + b" ", b"\nuser " + name + b" ", 1)
        return body + b"check " + hmac.digest(self.key, body, "sha256").hex().upper().encode() + b"\n"

    def state_of(self, name: bytes) -> bytes:
        bodies = (self.state[start:start + SLOT - DIGEST] for start in (0, SLOT))
        return b"".join(body + hashlib.sha256(name + body).digest() for body in bodies)
