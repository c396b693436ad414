"""SSH agents that are not what they should be: sockets on which anything may happen."""

import hashlib
import os
import pwd
import socket
import threading
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

TYPE = b"sk-ssh-ed25519@openssh.com"
APPLICATION = b"ssh:"


def text(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def take(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:4], "big")
    return data[4:4 + length], data[4 + length:]


class Agent:
    """Has one security key, which is software; what it answers is its mode."""

    def __init__(self, path: Path, mode: str = "right", owner: str = "root"):
        self.path, self.mode = path, mode
        self.key = ed25519.Ed25519PrivateKey.generate()
        self.counter = 0
        self.signed: list[bytes] = []
        self.connections = 0
        self.last: bytes | None = None
        path.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        path.chmod(0o777)
        if owner == "root":
            self.listener.listen(8)
            threading.Thread(target=self.accept, daemon=True).start()
            self.process = 0
        else:
            self.process = self.fork(owner)

    def fork(self, owner: str) -> int:
        """Whose socket it is, the kernel takes from who listens."""
        process = os.fork()
        if process == 0:
            os.setgid(pwd.getpwnam(owner).pw_gid)
            os.setuid(pwd.getpwnam(owner).pw_uid)
            self.listener.listen(8)
            self.accept()
            os._exit(0)
        return process

    def close(self) -> None:
        self.listener.close()
        self.path.unlink(missing_ok=True)
        if self.process:
            os.kill(self.process, 9)
            os.waitpid(self.process, 0)

    def __enter__(self):
        return self

    def __exit__(self, *unused) -> None:
        self.close()

    @property
    def blob(self) -> bytes:
        raw = self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return text(TYPE) + text(raw) + text(APPLICATION)

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                while request := self.receive(connection):
                    self.answer(connection, request)
        except OSError:
            return

    @staticmethod
    def receive(connection: socket.socket) -> bytes:
        data = b""
        while len(data) < 4 or len(data) < 4 + int.from_bytes(data[:4], "big"):
            piece = connection.recv(65536)
            if not piece:
                return b""
            data += piece
        return data[4:]

    def answer(self, connection: socket.socket, request: bytes) -> None:
        if self.mode == "silent":
            return
        if self.mode == "endless":
            while True:
                connection.sendall(b"\0\0\x40\0" + bytes(16384))
        if self.mode == "huge":
            connection.sendall(b"\xff\xff\xff\xff\x0c")
            return
        if self.mode == "garbled":
            connection.sendall(text(b"\x0c" + os.urandom(40)))
            return
        if self.mode == "ends":
            connection.shutdown(socket.SHUT_RDWR)
            return
        if request[0] == 11:
            keys = [] if self.mode == "empty" else [self.blob]
            connection.sendall(text(b"\x0c" + len(keys).to_bytes(4, "big") + b"".join(
                text(key) + text(b"a key") for key in keys)))
        elif self.mode == "refuses":
            connection.sendall(text(b"\x05"))
        elif self.mode != "never signs":
            connection.sendall(text(b"\x0e" + text(self.sign(request))))

    def sign(self, request: bytes) -> bytes:
        _, rest = take(request[1:])
        message, _ = take(rest)
        self.signed.append(message)
        self.counter += 1
        flags = 0 if self.mode == "untouched" else 1
        if self.mode == "another statement":
            message += b"!"
        proof = bytes([flags]) + self.counter.to_bytes(4, "big")
        signature = self.key.sign(
            hashlib.sha256(APPLICATION).digest() + proof + hashlib.sha256(message).digest())
        if self.mode == "changed flags":
            proof = bytes([5]) + proof[1:]
        signed = text(TYPE) + text(signature) + proof
        if self.mode == "replays" and self.last:
            return self.last
        self.last = signed
        return signed
