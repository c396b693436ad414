"""The program that speaks to the directory, as module and command use it."""

import os
import socket
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from failure import Failure

FAULTS = (
    "", "unreachable", "untrusted", "bind-refused", "not-deciding", "no-base", "malformed", "forbidden", "failed",
    "bad-order",
)
SIMPLE = {b"n": "absent", b"k": "done", b"o": "overtaken", b"e": "end"}


@dataclass
class Reply:
    """What it says: a word, or a user."""

    word: str
    user: bytes = b""
    generation: int = 0
    takeover: int = 0
    record: bytes = b""
    state: bytes = b""


class DirectoryProgram:
    """One run of it, at the other end of its socket."""

    def __init__(
        self, program: Path, servers: list[str], base: str, login: list[str | bytes], authority: Path | str = "",
        seconds: float = 30,
    ):
        self.socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(seconds)
        with other:
            self.process = subprocess.Popen(
                [program], stdin=other, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"})
        self.say(b"S", base, str(authority), *login, *servers)

    def __enter__(self) -> "DirectoryProgram":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()

    def say(self, mark: bytes, *fields: str | bytes | int) -> None:
        packet = mark
        for field in fields:
            if isinstance(field, int):
                content = struct.pack("<Q", field)
            else:
                content = field.encode() if isinstance(field, str) else field
            packet += struct.pack("<I", len(content)) + content
        try:
            self.socket.send(packet)
        except BrokenPipeError:
            pass  # It has told why, and gone; that is read next.

    def read(self, user: str) -> Reply:
        return self.ask(b"r", user)

    def take(self, user: str, generation: int, state: bytes) -> Reply:
        return self.ask(b"t", user, generation, state)

    def ask(self, mark: bytes, *fields: str | bytes | int) -> Reply:
        self.say(mark, *fields)
        return self.hear()

    def hear(self) -> Reply:
        packet = self.socket.recv(1 << 17)
        if not packet:
            return Reply("silence")
        mark, rest = packet[:1], packet[1:]
        if mark in SIMPLE and not rest:
            return Reply(SIMPLE[mark])
        if mark == b"x":
            return Reply(FAULTS[rest[0]])
        if mark == b"f":
            return Reply("flawed", rest)
        if mark == b"g":
            return Reply(f"rights {rest[0]} {rest[1]}")
        if mark != b"u":
            raise Failure(f"an answer of the program: {packet[:20]!r}")
        fields = []
        while rest:
            length = struct.unpack_from("<I", rest)[0]
            fields.append(rest[4:4 + length])
            rest = rest[4 + length:]
        name, generation, takeover, record, state = fields
        return Reply(
            "found", name, struct.unpack("<Q", generation)[0], struct.unpack("<Q", takeover)[0], record, state)


def password_file(folder: Path, password: str) -> Path:
    file = folder / "password"
    file.touch(mode=0o600)
    file.write_text(password + "\n")
    os.chmod(file, 0o600)
    return file
