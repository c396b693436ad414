"""A system log of our own: what programs write to /dev/log, kept line by line."""

import os
import re
import socket
import threading
import time
from pathlib import Path

PRIORITY = re.compile(rb"^<(\d{1,3})>")
AUTHPRIV = 10
# What no program writes: it stands behind all that has been written before it.
MARKER = b"\0marker "


class LogListener:
    """Listens on a datagram socket, as the log daemon does. Only for a private /dev."""

    def __init__(self, path: Path):
        self.path = path
        self.lines: list[tuple[int, str]] = []
        self.arrived = threading.Condition()
        self.markers_sent = 0
        self.markers_seen = 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        os.chmod(path, 0o666)
        self.thread = threading.Thread(target=self.receive, daemon=True)
        self.thread.start()

    def receive(self) -> None:
        while data := self.socket.recv(65536):
            if data == MARKER:
                with self.arrived:
                    self.markers_seen += 1
                    self.arrived.notify_all()
                continue
            found = PRIORITY.match(data)
            facility = int(found[1]) >> 3 if found else -1
            text = data[found.end() if found else 0:].rstrip(b"\0\n").decode("utf-8", "backslashreplace")
            with self.arrived:
                self.lines.append((facility, text))
                self.arrived.notify_all()

    def mark(self) -> int:
        """A place in the log, for `since`: behind all that has been written."""
        self.catch_up()
        with self.arrived:
            return len(self.lines)

    def catch_up(self) -> None:
        """Waits until all that has been written is there, on a machine with other work too."""
        with self.arrived:
            self.markers_sent += 1
            wanted = self.markers_sent
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(MARKER, str(self.path))
        with self.arrived:
            self.arrived.wait_for(lambda: self.markers_seen >= wanted, 30)

    def since(self, mark: int, facility: int | None = None) -> list[str]:
        self.catch_up()
        with self.arrived:
            return [text for number, text in self.lines[mark:] if facility in (None, number)]

    def wait_for(self, pattern: str, mark: int, seconds: float = 5) -> str | None:
        """The first line after `mark` that the pattern is found in, if it comes in time."""
        deadline = time.monotonic() + seconds
        with self.arrived:
            while True:
                for _, text in self.lines[mark:]:
                    if re.search(pattern, text):
                        return text
                if not self.arrived.wait(deadline - time.monotonic()):
                    return None

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", str(self.path))
        self.thread.join()
        self.socket.close()
        self.path.unlink()
