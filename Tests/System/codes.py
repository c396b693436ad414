"""One-time codes, by oathtool: an implementation that is not ours."""

import base64
import os
import subprocess
import time
from dataclasses import dataclass, field


@dataclass
class Authenticator:
    """What is on somebody's phone."""

    secret: bytes = field(default_factory=lambda: os.urandom(20))
    algorithm: str = "sha1"
    digits: int = 6
    period: int = 30

    @property
    def base32(self) -> str:
        return base64.b32encode(self.secret).decode().rstrip("=")

    def code(self, steps: int = 0) -> str:
        """The code of the current time step, or of one before or after it."""
        moment = int(time.time()) + steps * self.period
        return oathtool(
            f"--totp={self.algorithm}", f"--digits={self.digits}", f"--time-step-size={self.period}s",
            f"--now=@{moment}", self.secret.hex())

    def counted(self, counter: int) -> str:
        """The code of an event-based device's counter."""
        return oathtool("--hotp", f"--digits={self.digits}", f"--counter={counter}", self.secret.hex())

    def wrong(self) -> str:
        """A code that no step near the current one has."""
        near = {self.code(steps) for steps in range(-5, 6)}
        return next(code for number in range(len(near) + 1)
                    if (code := str(number + 1).zfill(self.digits)) not in near)


def oathtool(*arguments: str) -> str:
    return subprocess.run(["oathtool", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def roomy_period() -> int:
    """A period whose current time step has some time left, so that neighbours stay neighbours while a case runs."""
    now = time.time()
    return max((300, 290, 270, 230), key=lambda period: period - now % period)
