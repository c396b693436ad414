"""A security key in software: CTAP2 with PINs (protocol one) over reports of 64 bytes on a socket, see virtual-key.c.

What it does wrong on purpose is an attribute each. Credentials are kept in the object and end with it.
"""

import datetime
import hashlib
import hmac
import os
import pathlib
import select
import socket
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.x509.oid import NameOID

import tiny_cbor

FOLDER = pathlib.Path("/run/virtual-keys")
MODEL = bytes.fromhex("c0ffee00c0ffee00c0ffee00c0ffee00")
REPORT = 64
PING, INIT, CBOR, CANCEL, KEEPALIVE, ERROR = 0x81, 0x86, 0x90, 0x91, 0xBB, 0xBF
MAKE, ASSERT, INFO, PIN = 1, 2, 4, 6
ES256, EDDSA, RS256 = -7, -8, -257
TOUCHED, VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40
(INVALID_PARAMETER, EXCLUDED, UNSUPPORTED, DENIED, CANCELLED, NO_CREDENTIALS, USER_TIMEOUT, PIN_INVALID, PIN_BLOCKED,
 PIN_AUTH_INVALID, PIN_AUTH_BLOCKED, PIN_NOT_SET, PIN_REQUIRED) = (
    0x02, 0x19, 0x26, 0x27, 0x2D, 0x2E, 0x2F, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36)


class Refused(Exception):
    def __init__(self, code: int):
        super().__init__(hex(code))
        self.code = code


class Gone(Exception):
    """The other side has closed the connection, or the key was pulled out."""


class Credential:
    def __init__(self, party: str, algorithm: int, user: bytes, resident: bool):
        self.party, self.algorithm, self.user, self.resident = party, algorithm, user, resident
        self.id = os.urandom(64)
        self.key = {ES256: lambda: ec.generate_private_key(ec.SECP256R1()), EDDSA: ed25519.Ed25519PrivateKey.generate,
                    RS256: lambda: rsa.generate_private_key(65537, 2048)}[algorithm]()

    def cose(self) -> dict:
        public = self.key.public_key()
        if self.algorithm == ES256:
            numbers = public.public_numbers()
            return {1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        if self.algorithm == EDDSA:
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return {1: 1, 3: EDDSA, -1: 6, -2: raw}
        numbers = public.public_numbers()
        return {1: 3, 3: RS256, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}

    def sign(self, message: bytes) -> bytes:
        if self.algorithm == ES256:
            return self.key.sign(message, ec.ECDSA(hashes.SHA256()))
        if self.algorithm == EDDSA:
            return self.key.sign(message)
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


class VirtualKey:
    """Plugged in from its making to unplug()."""

    def __init__(self, name: str = "key", pin: str | None = None):
        self.name, self.path = name, FOLDER / name
        self.pin = hashlib.sha256(pin.encode()).digest()[:16] if pin else None
        self.tries = 8
        self.wrong_in_a_row = 0
        self.counter = 0
        # After how many seconds somebody touches it; None for never.
        self.touch_after: float | None = 0.0
        self.refuses = False
        # What a hostile or a broken key does.
        self.claims_no_touch = False
        self.claims_no_verification = False
        self.forgets_counter = False
        self.answers_for_party: str | None = None
        self.signs_with_another_key = False
        self.replays = False
        self.says_garbage = False
        self.hangs = False
        self.floods = False
        self.pulled_at_touch = False
        self.attests = True
        self.touches = 0
        self.credentials: list[Credential] = []
        self.last: bytes | None = None
        self.token = os.urandom(16)
        self.agreement = ec.generate_private_key(ec.SECP256R1())
        self.maker = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.make_certificate()
        self.listener: socket.socket | None = None
        self.plug_in()

    def plug_in(self) -> None:
        FOLDER.mkdir(mode=0o755, exist_ok=True)
        self.wrong_in_a_row = 0
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(str(self.path))
        self.path.chmod(0o666)
        self.listener.listen(16)
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def unplug(self) -> None:
        self.path.unlink(missing_ok=True)
        if self.listener is not None:
            self.listener.close()
            self.listener = None

    def __enter__(self):
        return self

    def __exit__(self, *unused) -> None:
        self.unplug()

    def make_certificate(self) -> bytes:
        name = x509.Name([
            x509.NameAttribute(NameOID.COUNTRY_NAME, "XX"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Authenticator Attestation"),
            x509.NameAttribute(NameOID.COMMON_NAME, "virtual key")])
        day = datetime.datetime(2026, 1, 1)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.maker.public_key())
            .serial_number(1).not_valid_before(day).not_valid_after(day.replace(year=2046))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(self.maker, hashes.SHA256()))
        return certificate.public_bytes(serialization.Encoding.DER)

    # Reports

    def accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        channel = b"\0\0\0\1"
        try:
            with connection:
                while True:
                    command, data, sender = self.receive(connection)
                    if self.hangs:
                        continue
                    if command == INIT:
                        self.send(connection, sender, INIT, data[:8] + channel + bytes([2, 1, 0, 0, 0x04 | 0x08]))
                    elif command == PING:
                        self.send(connection, sender, PING, data)
                    elif command == CBOR:
                        self.answer(connection, sender, data)
                    elif command != CANCEL:
                        self.send(connection, sender, ERROR, b"\1")
        except (Gone, OSError):
            return

    def receive(self, connection: socket.socket) -> tuple[int, bytes, bytes]:
        first = self.report(connection)
        channel, command, length = first[:4], first[4], int.from_bytes(first[5:7], "big")
        data = first[7:]
        while len(data) < length:
            data += self.report(connection)[5:]
        return command, data[:length], channel

    @staticmethod
    def report(connection: socket.socket) -> bytes:
        report = connection.recv(REPORT + 1)
        if len(report) != REPORT:
            raise Gone()
        return report

    @staticmethod
    def send(connection: socket.socket, channel: bytes, command: int, data: bytes) -> None:
        connection.send((channel + bytes([command]) + len(data).to_bytes(2, "big") + data[:57]).ljust(REPORT, b"\0"))
        for number, start in enumerate(range(57, len(data), 59)):
            connection.send((channel + bytes([number]) + data[start:start + 59]).ljust(REPORT, b"\0"))

    def answer(self, connection: socket.socket, channel: bytes, data: bytes) -> None:
        if self.floods:
            while True:
                self.send(connection, channel, KEEPALIVE, b"\1")
        try:
            request = tiny_cbor.decode(data[1:]) if len(data) > 1 else {}
            wait = lambda: self.wait_for_touch(connection, channel)  # noqa: E731
            reply = {INFO: self.info, PIN: self.client_pin, MAKE: lambda request: self.make(request, wait),
                     ASSERT: lambda request: self.sign(request, wait)}[data[0]](request)
            text = b"\0" + (tiny_cbor.encode(reply) if reply else b"")
        except Refused as refused:
            text = bytes([refused.code])
        if self.says_garbage and data[0] == ASSERT:
            text = b"\0" + os.urandom(200)
        self.send(connection, channel, CBOR, text)

    def wait_for_touch(self, connection: socket.socket, channel: bytes) -> None:
        self.touches += 1
        start = time.monotonic()
        if self.pulled_at_touch:
            self.unplug()
            raise Gone()
        if self.refuses:
            raise Refused(DENIED)
        while self.touch_after is None or time.monotonic() - start < self.touch_after:
            self.send(connection, channel, KEEPALIVE, b"\2")
            if select.select([connection], [], [], 0.1)[0]:
                report = self.report(connection)
                if report[4] == CANCEL:
                    raise Refused(CANCELLED)
            if time.monotonic() - start > 120:
                raise Refused(USER_TIMEOUT)

    # Commands

    def info(self, _request: dict) -> dict:
        return {1: ["FIDO_2_0"], 3: MODEL, 4: {"rk": True, "up": True, "clientPin": self.pin is not None},
                5: 1200, 6: [1]}

    def is_verified(self, token: bytes | None, protocol: int | None, digest: bytes) -> bool:
        if token is None:
            return False
        if protocol != 1:
            raise Refused(INVALID_PARAMETER)
        if self.pin is None:
            raise Refused(PIN_NOT_SET)
        if not hmac.compare_digest(hmac.new(self.token, digest, "sha256").digest()[:16], token):
            raise Refused(PIN_AUTH_INVALID)
        return True

    def make(self, request: dict, wait) -> dict:
        if request.get(8) == b"":
            wait()
            raise Refused(PIN_INVALID if self.pin else PIN_NOT_SET)
        party, digest = request[2]["id"], request[1]
        verified = self.is_verified(request.get(8), request.get(9), digest)
        if self.pin is not None and not verified:
            raise Refused(PIN_REQUIRED)
        algorithm = next((one["alg"] for one in request[4] if one["alg"] in (ES256, EDDSA, RS256)), None)
        if algorithm is None:
            raise Refused(UNSUPPORTED)
        excluded = {one["id"] for one in request.get(5, [])}
        wait()
        if any(one.id in excluded for one in self.credentials):
            raise Refused(EXCLUDED)
        credential = Credential(party, algorithm, request[3]["id"], request.get(7, {}).get("rk", False))
        self.credentials.append(credential)
        data = self.data(party, TOUCHED | (VERIFIED if verified else 0) | HAS_CREDENTIAL)
        data += MODEL + len(credential.id).to_bytes(2, "big") + credential.id + tiny_cbor.encode(credential.cose())
        if self.attests:
            statement = {"alg": ES256, "sig": self.maker.sign(data + digest, ec.ECDSA(hashes.SHA256())),
                         "x5c": [self.certificate]}
        else:
            statement = {"alg": algorithm, "sig": credential.sign(data + digest)}
        return {1: "packed", 2: data, 3: statement}

    def sign(self, request: dict, wait) -> dict:
        party, digest, options = request[1], request[2], request.get(5, {})
        verified = self.is_verified(request.get(6), request.get(7), digest)
        allowed = {one["id"] for one in request.get(3, [])}
        fitting = [one for one in self.credentials if one.party == party
                   and (one.id in allowed if allowed else one.resident)]
        if not fitting:
            raise Refused(NO_CREDENTIALS)
        touched = options.get("up", True)
        if touched:
            wait()
        credential = fitting[0]
        flags = (TOUCHED if touched and not self.claims_no_touch else 0) | (
            VERIFIED if verified and not self.claims_no_verification else 0)
        data = self.data(self.answers_for_party or party, flags)
        signer = Credential(party, credential.algorithm, b"", False) if self.signs_with_another_key else credential
        signature = signer.sign(data + digest)
        if self.replays and touched:
            data, signature = self.last or (data, signature)
        if touched:
            self.last = (data, signature)
        return {1: {"id": credential.id, "type": "public-key"}, 2: data, 3: signature}

    def data(self, party: str, flags: int) -> bytes:
        self.counter = 1 if self.forgets_counter else self.counter + 1
        return hashlib.sha256(party.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    # PINs

    def client_pin(self, request: dict) -> dict:
        command = request[2]
        if command == 1:
            return {3: self.tries}
        if command == 2:
            numbers = self.agreement.public_key().public_numbers()
            return {1: {1: 2, 3: -25, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}}
        shared = self.shared(request[3])
        if command == 3:
            self.pin = hashlib.sha256(self.cipher(shared).decryptor().update(request[5]).rstrip(b"\0")).digest()[:16]
            return {}
        if command == 5:
            return {2: self.cipher(shared).encryptor().update(self.checked_token(shared, request[6]))}
        raise Refused(INVALID_PARAMETER)

    def shared(self, key: dict) -> bytes:
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(key[-2], "big"), int.from_bytes(key[-3], "big"), ec.SECP256R1())
        return hashlib.sha256(self.agreement.exchange(ec.ECDH(), numbers.public_key())).digest()

    @staticmethod
    def cipher(key: bytes) -> Cipher:
        return Cipher(algorithms.AES(key), modes.CBC(bytes(16)))

    def checked_token(self, shared: bytes, encrypted: bytes) -> bytes:
        if self.pin is None:
            raise Refused(PIN_NOT_SET)
        if self.tries == 0:
            raise Refused(PIN_BLOCKED)
        if self.wrong_in_a_row >= 3:
            raise Refused(PIN_AUTH_BLOCKED)
        self.tries -= 1
        if self.cipher(shared).decryptor().update(encrypted) != self.pin:
            self.agreement = ec.generate_private_key(ec.SECP256R1())
            self.wrong_in_a_row += 1
            code = PIN_BLOCKED if self.tries == 0 else PIN_AUTH_BLOCKED if self.wrong_in_a_row >= 3 else PIN_INVALID
            raise Refused(code)
        self.tries, self.wrong_in_a_row = 8, 0
        return self.token
