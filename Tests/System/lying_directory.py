"""A server that begins like a directory and does not go on like one."""

import socket
import ssl
import threading
from pathlib import Path

import ldap_wire as wire
from relay import end

HUGE = 64 << 20


class LyingDirectory:
    """Lets everybody in, and answers every other question by its lie."""

    LIES = ("truncated", "garbage", "silence", "loop", "huge", "endless", "foreign", "closing")

    def __init__(self, listen: tuple[str, int], certificate: tuple[Path, Path], lie: str):
        self.lie = lie
        self.url = f"ldaps://{listen[0]}:{listen[1]}"
        self.questions = 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificate)
        self.listener = socket.create_server(listen)
        self.closing = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        end(self.listener)
        self.listener.close()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.converse, args=(client,), daemon=True).start()

    def converse(self, plain: socket.socket) -> None:
        try:
            plain.settimeout(10)
            with self.context.wrap_socket(plain, server_side=True) as client:
                while asked := client.recv(65536):
                    (_, number), (tag, content), *_ = wire.split(wire.split(asked)[0][1])
                    identifier = wire.number(number)
                    if tag == 0x42:
                        return
                    if tag == 0x60:
                        client.sendall(wire.message(identifier, wire.result(0x61, wire.SUCCESS)))
                    else:
                        self.questions += 1
                        self.tell(client, identifier, tag, content)
        except (OSError, IndexError, ValueError):
            pass
        finally:
            plain.close()

    def tell(self, client: ssl.SSLSocket, identifier: int, tag: int, asked: bytes) -> None:
        name = wire.split(asked)[0][1].decode() if tag != 0x4A else asked.decode()
        done = {0x63: 0x65, 0x66: 0x67, 0x68: 0x69, 0x4A: 0x6B}.get(tag, 0x78)
        whole = wire.message(identifier, wire.entry(name, {"countersignGeneration": ["1"]}))
        match self.lie:
            case "truncated":
                client.sendall(whole[:-7])
                client.close()
            case "garbage":
                client.sendall(bytes(range(256)) * 16)
            case "silence":
                self.closing.wait(30)
            case "loop":
                client.sendall(wire.message(identifier, wire.result(done, wire.REFERRAL, "", [f"{self.url}/{name}"])))
            case "huge":
                self.flood(client, identifier, name)
            case "endless":
                while not self.closing.is_set():
                    client.sendall(whole)
            case "foreign":
                stranger = wire.entry("cn=somebody else", {"countersignGeneration": ["1"]})
                client.sendall(wire.message(identifier, stranger))
                client.sendall(wire.message(identifier, wire.result(done, wire.SUCCESS)))
            case "closing":
                client.close()

    def flood(self, client: ssl.SSLSocket, identifier: int, name: str) -> None:
        """One value of 64 MiB, in pieces."""
        value = wire.message(identifier, wire.entry(name, {"countersignRecord": [bytes(HUGE)]}))
        for start in range(0, len(value), 1 << 16):
            if self.closing.is_set():
                return
            client.sendall(value[start:start + (1 << 16)])
