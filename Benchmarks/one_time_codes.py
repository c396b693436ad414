"""HOTP codes (RFC 4226) for the measurements; a TOTP code is the HOTP code of its time step (RFC 6238)."""

import hashlib
import hmac


def hotp(secret: bytes, counter: int, digits: int = 6) -> str:
    """The code of one counter, with leading zeros."""
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)
