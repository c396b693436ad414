"""One connection to a directory, with bounds in time."""

import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path

import ldap_wire as wire

Entry = tuple[str, dict[str, list[bytes]]]


@dataclass
class Answer:
    """How an operation ended, and what came before that."""

    code: int
    text: str = ""
    referrals: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    cookie: bytes = b""


class LdapClient:
    """Speaks to `ldaps://ADDRESS:PORT`, or to a socket of the machine."""

    def __init__(self, place: tuple[str, int] | Path, authority: Path | None = None, seconds: float = 5):
        self.last = 0
        self.buffer = b""
        if isinstance(place, Path):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(seconds)
            self.socket.connect(str(place))
            return
        plain = socket.create_connection(place, timeout=seconds)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            context = ssl.create_default_context(cafile=authority)
            self.socket = context.wrap_socket(plain, server_hostname=place[0])
        except BaseException:
            plain.close()
            raise

    def __enter__(self) -> "LdapClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def bind(self, name: str, password: str) -> Answer:
        return self.ask(wire.bind(name, password))

    def bind_external(self) -> Answer:
        return self.ask(wire.bind_external())

    def search(
        self, base: str, scope: int = wire.BASE, wanted: bytes = wire.present("objectClass"),
        attributes: tuple[str, ...] = ("*",), controls: list[bytes] | None = None,
    ) -> Answer:
        return self.ask(wire.search(base, scope, wanted, list(attributes)), controls)

    def modify(
        self, name: str, *changes: tuple[int, str, list[str | bytes]], controls: list[bytes] | None = None
    ) -> Answer:
        return self.ask(wire.modify(name, list(changes)), controls)

    def add(self, name: str, attributes: dict[str, list[str | bytes]]) -> Answer:
        return self.ask(wire.add(name, attributes))

    def delete(self, name: str) -> Answer:
        return self.ask(wire.delete(name))

    def pages(self, base: str, wanted: bytes, attributes: tuple[str, ...], size: int):
        """What is below an entry, in pages (RFC 2696)."""
        cookie = b""
        while True:
            control = wire.control(
                wire.PAGED_RESULTS, wire.tlv(0x30, wire.integer(size), wire.octets(cookie)))
            answer = self.search(base, wire.SUBTREE, wanted, attributes, [control])
            yield answer
            cookie = answer.cookie
            if not cookie:
                return

    def send(self, operation: bytes, controls: list[bytes] | None = None) -> None:
        self.last += 1
        self.socket.sendall(wire.message(self.last, operation, controls))

    def ask(self, operation: bytes, controls: list[bytes] | None = None) -> Answer:
        self.send(operation, controls)
        return self.receive()

    def receive(self) -> Answer:
        """The answer to the operation sent last."""
        entries: list[Entry] = []
        while True:
            parts = wire.split(self.element())
            if wire.number(parts[0][1]) != self.last:
                continue
            tag, content = parts[1]
            if tag == 0x64:
                entries.append(read_entry(content))
            elif tag != 0x73:
                answer = read_result(content, parts[2:])
                answer.entries = entries
                return answer

    def element(self) -> bytes:
        """The content of the next message."""
        while True:
            length, start = self.header()
            if start and len(self.buffer) >= start + length:
                content = self.buffer[start:start + length]
                self.buffer = self.buffer[start + length:]
                return content
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server has closed the connection")
            self.buffer += more

    def header(self) -> tuple[int, int]:
        """The length of the message and where it begins; zeros as long as that is not known."""
        if len(self.buffer) < 2:
            return 0, 0
        length, start = self.buffer[1], 2
        if length & 0x80:
            start += length & 0x7F
            if len(self.buffer) < start:
                return 0, 0
            length = int.from_bytes(self.buffer[2:start], "big")
        return length, start


def read_entry(content: bytes) -> Entry:
    (_, name), (_, attributes) = wire.split(content)
    found: dict[str, list[bytes]] = {}
    for _, one in wire.split(attributes):
        (_, what), (_, values) = wire.split(one)
        found[what.decode()] = [value for _, value in wire.split(values)]
    return name.decode(), found


def read_result(content: bytes, more: list[tuple[int, bytes]]) -> Answer:
    (_, code), _, (_, text), *rest = wire.split(content)
    answer = Answer(wire.number(code), text.decode(errors="replace"))
    for tag, value in rest:
        if tag == 0xA3:
            answer.referrals = [url.decode() for _, url in wire.split(value)]
    for _, controls in more:
        for _, one in wire.split(controls):
            (_, oid), *values = wire.split(one)
            if oid.decode() == wire.PAGED_RESULTS:
                answer.cookie = wire.split(wire.split(values[-1][1])[0][1])[1][1]
    return answer
