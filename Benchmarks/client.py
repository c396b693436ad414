"""What a client can tell of a user by time: each kind of user and answer in turn, through libpam. Started by `run`."""

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tests/System"))

from log_listener import LogListener  # noqa: E402
from one_time_codes import hotp  # noqa: E402
from store import make_store  # noqa: E402

STEP = 30
START = 1_900_000_000 // STEP * STEP
SECRET = bytes(range(20))
LOCK = 1_800
ACCOUNTS = ("usual", "resting", "stopped", "unenrolled")
CALL = re.compile(r"^(?:\d+ +)?(\w+)\(")


@dataclass
class Case:
    """One kind of login, and what was measured of it."""

    label: str
    user: str
    result: int
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    calls: tuple[int, int] = (0, 0)


def cases() -> list[Case]:
    return [
        Case("right code", "usual", 0), Case("used code", "usual", 7), Case("wrong code", "usual", 7),
        Case("not a code", "usual", 7), Case("has to wait", "resting", 11), Case("disabled", "stopped", 11),
        Case("not enrolled", "unenrolled", 7), Case("no such user", "nobody-by-this-name", 7),
    ]


class Bench:
    """The store, its users, and a process that logs them in."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.root = options.disk / "client"
        self.services = self.root / "pam.d"
        self.now = START
        make_store(self.root)
        # Otherwise who is not enrolled is not asked at all.
        policy = self.root / "etc/countersign/countersign.conf"
        policy.write_text("Mode mandatory\n")
        policy.chmod(0o644)
        self.services.mkdir()
        (self.services / "other").touch()
        (self.services / "login").write_text(f"auth required {options.module} root={self.root}\n")
        for user in ACCOUNTS:
            subprocess.run(["useradd", "--no-create-home", user], check=True)
        for user in ACCOUNTS[:3]:
            subprocess.run(
                [options.command, "enroll", user, "--root", self.root, "--secret-stdin", "--hex", "--no-confirm",
                 "--quiet", "--recovery-codes"],
                input=SECRET.hex() + "\n", text=True, check=True, stdout=subprocess.DEVNULL)

    def process(self, trace: Path | None = None) -> subprocess.Popen:
        traced = [] if trace is None else ["strace", "-f", "-o", trace]
        return subprocess.Popen(
            [*traced, self.options.program, "judge", self.services, "login"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env={"LC_ALL": "C", "PATH": os.defpath})

    @staticmethod
    def log_in(process: subprocess.Popen, time: int, user: str, code: str) -> tuple[int, float, float]:
        process.stdin.write(f"{time} {user} {code}\n")
        process.stdin.flush()
        result, before, after = process.stdout.readline().split()
        return int(result), int(before) / 1000, int(after) / 1000

    def code(self) -> str:
        return hotp(SECRET, self.now // STEP)

    @staticmethod
    def wrong(time: int) -> str:
        near = {hotp(SECRET, time // STEP + distance) for distance in range(-5, 6)}
        return next(code for number in range(20) if (code := f"{number * 41_253:06d}") not in near)

    def let_rest(self, process: subprocess.Popen) -> None:
        """Wrong codes until one user is locked and another one disabled."""
        for user, misses in (("resting", 10), ("stopped", 100)):
            for miss in range(misses):
                time = START + miss * LOCK
                result, _, _ = self.log_in(process, time, user, self.wrong(time))
                if result != 7:
                    raise SystemExit(f"client: error: a wrong code of {user} gave {result}")

    def round(self, process: subprocess.Popen, every: list[Case]) -> None:
        """Each case once; the right code comes first and ends the misses of the round before."""
        self.now += STEP
        for case in every:
            code = {"right code": self.code(), "used code": self.code(), "not a code": "12345"}.get(
                case.label, self.wrong(self.now))
            # The wait is half an hour, beginning with the tenth wrong code.
            time = START + 9 * LOCK + 60 if case.user == "resting" else self.now
            result, before, after = self.log_in(process, time, case.user, code)
            if result != case.result:
                raise SystemExit(f"client: error: {case.label} gave {result} instead of {case.result}")
            case.before.append(before)
            case.after.append(after)


def count_calls(bench: Bench, every: list[Case], trace: Path) -> None:
    process = bench.process(trace)
    # The first of a process loads what stays loaded.
    bench.round(process, every)
    bench.round(process, every)
    process.communicate()
    parts: list[list[str]] = [[]]
    for line in trace.read_text(errors="replace").splitlines():
        if 'write(-1, "mark", 4)' in line:
            parts.append([])
        elif found := CALL.match(line):
            parts[-1].append(found[1])
    logins = parts[1::2][-len(every):]
    for case, calls in zip(every, logins):
        case.calls = (len(calls), calls.count("fdatasync"))


def table(every: list[Case]) -> None:
    print(f"{'':<14}{'to the question, µs':>24}{'from the answer, µs':>24}{'calls':>7}{'syncs':>7}")
    for case in every:
        cells = [f"{median(values):.0f} ({quantiles(values, n=20)[0]:.0f}–{quantiles(values, n=20)[-1]:.0f})"
                 for values in (case.before, case.after)]
        print(f"{case.label:<14}{cells[0]:>24}{cells[1]:>24}{case.calls[0]:>7}{case.calls[1]:>7}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("program", "module", "command", "peers", "disk"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    listener = LogListener(Path("/dev/log"))
    bench = Bench(options)
    process = bench.process()
    bench.let_rest(process)
    warming = cases()
    for _ in range(5):
        bench.round(process, warming)
    every = cases()
    for _ in range(options.rounds):
        bench.round(process, every)
    process.communicate()
    traced = cases()
    count_calls(bench, traced, options.disk / "trace")
    for case, other in zip(every, traced):
        case.calls = other.calls
    print(f"{options.rounds} logins each, in turn; medians with the range of nine in ten; the module alone, warm, on a "
          "disk.\n")
    table(every)
    listener.close()


if __name__ == "__main__":
    main()
