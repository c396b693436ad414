"""The state of a user as it stands in a directory, read independently of the product: see Documents/directory.md."""

import hashlib
import hmac

import statefile
from failure import Failure

HEAD = 48
DEVICE, DEVICES = 64, 20
REMEMBERED_AT = 1344
DIGEST = 32


def digest(key: bytes, user: str, generation: int, body: bytes) -> bytes:
    """Of the site key, what a state is authenticated by."""
    own = hmac.digest(key, b"countersign state 1", "sha256")
    return hmac.digest(own, user.encode() + b"\0" + generation.to_bytes(8, "little") + body, "sha256")


def read(content: bytes, user: str, generation: int, key: bytes) -> statefile.State:
    """Fails for what is not authentic."""
    body = content[:-DIGEST]
    if not hmac.compare_digest(digest(key, user, generation, body), content[-DIGEST:]):
        raise Failure(f"the state of {user} is not authentic")
    count = int.from_bytes(body[6:8], "little")
    if not HEAD + count * DEVICE <= len(body) or count > DEVICES:
        raise Failure(f"the state of {user} has {len(body)} bytes and {count} devices")
    slot = b"CSSTATE1" + generation.to_bytes(8, "little") + body[:HEAD + count * DEVICE]
    slot = slot.ljust(REMEMBERED_AT, b"\0") + body[HEAD + count * DEVICE:]
    slot = slot.ljust(statefile.BODY, b"\0")
    found = statefile.read_slot(slot + hashlib.sha256(user.encode() + slot).digest(), user)
    if found is None:
        raise Failure(f"the state of {user} is none")
    return found


def used_at(content: bytes, moment: int) -> bytes:
    """The same with the first device used at another time; it is not authentic any more."""
    at = HEAD + 40
    return content[:at] + moment.to_bytes(8, "little") + content[at + 8:]


def under_another_generation(content: bytes, user: str, generation: int, key: bytes) -> bytes:
    """What only who has the site key can make."""
    body = content[:-DIGEST]
    return body + digest(key, user, generation, body)
