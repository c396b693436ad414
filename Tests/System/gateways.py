"""Servers that messages are sent through, on the loopback interface: well behaved, dead, slow, and lying."""

import http.server
import json
import re
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from pathlib import Path

from failure import Failure


class SmtpServer:
    """Takes mail (RFC 5321) as far as a program that hands one message in needs it."""

    def __init__(self, refuses: bool = False):
        self.messages: list[str] = []
        self.recipients: list[str] = []
        self.refuses = refuses
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.converse(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def converse(self, client: socketserver.StreamRequestHandler) -> None:
        def say(line: str) -> None:
            client.wfile.write(f"{line}\r\n".encode())

        say("220 loopback")
        while line := client.rfile.readline().decode().rstrip():
            verb = line.split()[0].upper()
            if verb == "RCPT":
                self.recipients.append(line)
                say("550 no such person" if self.refuses else "250 yes")
            elif verb == "DATA":
                say("354 go on")
                lines = []
                while (text := client.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(text)
                self.messages.append("\n".join(lines))
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 yes")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class HttpGateway:
    """Takes short messages over HTTPS, or HTTP, and answers as it is told to."""

    def __init__(self, folder: Path, tls: bool = True, answer: str = "good"):
        self.requests: list[tuple[str, dict[str, str], str]] = []
        self.answer = answer
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                outer.requests.append((self.path, dict(self.headers), body))
                outer.reply(self)

            do_GET = do_POST

            def log_message(self, *arguments: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A client that has given up is part of the game."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.certificate = folder / "gateway.pem"
        if tls:
            make_certificate(self.certificate)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://localhost:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, client: http.server.BaseHTTPRequestHandler) -> None:
        if self.answer == "slow":
            time.sleep(11)
        if self.answer == "garbage":
            client.wfile.write(bytes(range(256)) * 40)
            return
        status = {"error": 500, "elsewhere": 302}.get(self.answer, 200)
        text = "no credit left" if self.answer == "lying" else json.dumps({"status": "queued"})
        client.send_response(status)
        if self.answer == "elsewhere":
            client.send_header("Location", self.url + "/elsewhere")
        client.send_header("Content-Length", str(len(text)))
        client.end_headers()
        client.wfile.write(text.encode())

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def make_certificate(file: Path) -> None:
    """Of localhost, signed by itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", file, "-out", f"{file}.crt",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, stderr=subprocess.DEVNULL)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())


def dead_port() -> int:
    """One that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def code_in(text: str) -> str:
    """The code in a message for people."""
    found = re.search(r"(?<!\d)(\d{6,8}) is your code for ", text)
    if not found:
        raise Failure(f"a code in the message: {text}")
    return found[1]
