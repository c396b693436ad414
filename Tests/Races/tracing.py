"""One program under strace: which system calls it makes, and what it does when one of them fails or is its last."""

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

CALL = re.compile(r"(\w+)\((.*)")


@dataclass(frozen=True)
class Call:
    name: str
    # Which of the calls of this name in the whole process it is, from 1.
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.name} number {self.number}"


@dataclass(frozen=True)
class Ended:
    # As subprocess has it: below zero when it died by a signal.
    status: int
    output: str
    errors: str
    # Whether the fault took place.
    happened: bool


def read_calls(trace: str) -> list[Call]:
    counts: Counter[str] = Counter()
    calls = []
    for line in trace.splitlines():
        if found := CALL.match(line):
            counts[found[1]] += 1
            calls.append(Call(found[1], counts[found[1]], found[2]))
    return calls


class Tracer:
    def __init__(self, folder: Path):
        self.file = folder / "trace"

    def calls(self, arguments: list[str], given: str = "") -> list[Call]:
        """All calls of an undisturbed run."""
        done = self.strace(["-s", "256"], arguments, given)
        if done.returncode != 0:
            raise RuntimeError(f"the undisturbed run failed: {done.stderr.strip()}")
        return read_calls(self.file.read_text(errors="replace"))

    def disturbed(self, arguments: list[str], call: Call, fault: str, given: str = "", onwards: bool = False) -> Ended:
        """A run in which `fault` (as strace's -e inject= has it) befalls one call, or it and all that follow."""
        when = f"{call.number}+" if onwards else str(call.number)
        options = ["-e", f"trace={call.name}", "-e", f"inject={call.name}:{fault}:when={when}"]
        done = self.strace(options, arguments, given)
        trace = self.file.read_text(errors="replace")
        return Ended(done.returncode, done.stdout, done.stderr, "(INJECTED)" in trace or "killed by" in trace)

    def strace(self, options: list[str], arguments: list[str], given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["strace", "-o", self.file, *options, *arguments], input=given, capture_output=True,
                              text=True, errors="replace", timeout=60)


def between_marks(calls: list[Call]) -> list[Call]:
    """The calls of the module: what stands between the two marks that login.c leaves."""
    marks = [index for index, call in enumerate(calls) if call.name == "write" and call.text.startswith("-1, \"mark\"")]
    if len(marks) != 2:
        raise RuntimeError(f"{len(marks)} marks in the trace instead of 2")
    return calls[marks[0] + 1:marks[1]]


def from_store(calls: list[Call], root: Path) -> list[Call]:
    """The calls of a command from its first look into the store to its end.

    Standard input is read byte by byte; between two bytes nothing happens that a kill could disturb.
    """
    first = next(index for index, call in enumerate(calls) if str(root) in call.text and call.name == "openat")
    return [call for before, call in zip(calls[first - 1:], calls[first:])
            if not call.name.startswith("exit") and not (is_input(before) and is_input(call))]


def is_input(call: Call) -> bool:
    return call.name == "read" and call.text.startswith("0,")
