"""One-time codes (RFC 4226); a TOTP code is the HOTP code of its time step (RFC 6238)."""

import hmac
import secrets

PERIOD = 30
# A device takes the codes of so many counters behind the next one.
LOOK_AHEAD = 10
# More than any check uses of one device.
MOST_COUNTERS = 4_000


def hotp(secret: bytes, counter: int, digits: int = 6) -> str:
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def secret() -> bytes:
    """A random secret, by which no used code is right again by chance for a counter that is looked at after it."""
    while True:
        drawn = secrets.token_bytes(20)
        values = [hotp(drawn, counter) for counter in range(MOST_COUNTERS + LOOK_AHEAD)]
        # A use moves the next counter on by one, and what is looked at with it.
        if all(value not in values[at + 1:at + LOOK_AHEAD + 3] for at, value in enumerate(values)):
            return drawn


def totp(secret: bytes, seconds: int, steps: int = 0) -> str:
    return hotp(secret, seconds // PERIOD + steps)


def wrong(secret: bytes, factors: range, number: int = 1) -> list[str]:
    """Six-digit codes that are right for none of these moving factors."""
    right = {hotp(secret, factor) for factor in factors}
    return [code for code in (f"{value:06}" for value in range(100_000, 200_000)) if code not in right][:number]
