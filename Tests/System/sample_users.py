"""Users as a directory has them, for figures: as long as real ones, and on demand such that a host believes them."""

import base64
import hashlib
import hmac
import struct


def sample_record(name: str, created: int = 1795503004) -> bytes:
    """As long as the record of somebody with a phone and ten recovery codes."""
    digits = hashlib.sha512(name.encode()).hexdigest().upper()
    device = (
        f"device 1 totp created={created} algorithm=sha1 digits=6 period=30 window=1 name=Phone "
        f"secret={digits[:8]}:{digits[:24]}:{digits[:72]}")
    codes = "".join(f"code {digits[:32]} {digits[:64]}\n" for _ in range(10))
    return (
        f"countersign-user 1\nuser {name} uid=1000 next-device=2\n{device}\n"
        f"recovery 1 created={created}\n{codes}check {digits[:64]}\n").encode()


def sample_state(generation: int, length: int = 160) -> bytes:
    return hashlib.sha256(str(generation).encode()).digest() * (length // 32)


def believed_record(name: str, created: int, key: bytes) -> bytes:
    """The same with the check value of a site key; only the secret would not open, which logins alone want to."""
    body = sample_record(name, created).rpartition(b"check ")[0]
    own = hmac.digest(key, b"countersign record 1", "sha256")
    return body + b"check " + hmac.digest(own, body, "sha256").hex().upper().encode() + b"\n"


def believed_state(name: str, used: int, key: bytes) -> bytes:
    """Of the first generation: the device was used once, and the recovery codes were not."""
    head = struct.pack("<IHHI36x", 1, 0, 1, 0)
    device = struct.pack("<I4xQiiI4xQQ16x", 1, used // 30 + 1, 0, 0, 0, 0, used)
    own = hmac.digest(key, b"countersign state 1", "sha256")
    return head + device + hmac.digest(own, name.encode() + b"\0" + struct.pack("<Q", 1) + head + device, "sha256")


def ldif_entry(name: str, attributes: dict[str, list[str | bytes]]) -> str:
    lines = [f"dn: {name}"]
    for what, values in attributes.items():
        for value in values:
            encoded = base64.b64encode(value if isinstance(value, bytes) else value.encode()).decode()
            lines.append(f"{what}:: {encoded}")
    return "\n".join(lines) + "\n\n"
