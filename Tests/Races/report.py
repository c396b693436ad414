"""The lines a run prints, and the figures it ends with."""

import sys
import time
from collections import Counter
from typing import Callable


class Failure(Exception):
    """A rule that does not hold; its text is the evidence."""


def expect(holds: bool, evidence: str) -> None:
    if not holds:
        raise Failure(evidence)


class Report:
    def __init__(self, only: str):
        self.only = only
        self.passed = 0
        self.failed = 0
        self.figures: Counter[str] = Counter()
        self.remarks: list[str] = []
        self.begin = time.monotonic()

    def rule(self, name: str, check: Callable[[], None]) -> None:
        """Runs one check and prints its line."""
        if self.only not in name:
            return
        try:
            check()
        except Failure as failure:
            self.failed += 1
            print(f"FAIL {name}: {failure}", flush=True)
        except Exception as error:  # A test that cannot run has not passed.
            self.failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)
        else:
            self.passed += 1
            print(f"ok {name}", flush=True)

    def count(self, what: str, number: int = 1) -> None:
        """Adds to a figure."""
        self.figures[what] += number

    def remark(self, text: str) -> None:
        """Something worth reading that is not a failure; printed once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def close(self) -> int:
        """Prints the figures; gives the exit code."""
        for text in self.remarks:
            print(f"note: {text}")
        for what, number in sorted(self.figures.items()):
            print(f"figure: {what}: {number}")
        print(f"figure: seconds: {time.monotonic() - self.begin:.0f}")
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.stdout.flush()
        return 1 if self.failed or not self.passed else 0
