"""One-time codes (RFC 4226); a TOTP code is the HOTP code of its time step (RFC 6238)."""

import hashlib
import hmac

PERIOD = 30


def hotp(secret: bytes, counter: int, digits: int = 6) -> str:
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def totp(secret: bytes, seconds: int, steps: int = 0) -> str:
    return hotp(secret, seconds // PERIOD + steps)


def wrong(secret: bytes, factors: range, number: int = 1) -> list[str]:
    """Six-digit codes that are right for none of these moving factors."""
    right = {hotp(secret, factor) for factor in factors}
    return [code for code in (f"{value:06}" for value in range(100_000, 200_000)) if code not in right][:number]
