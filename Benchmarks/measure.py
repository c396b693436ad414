"""Measures the three modules on each file system and with each kind of code. Started by `run`."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tests/System"))

from arena import WRITES, Arena  # noqa: E402
from contender import USER, Countersign, GoogleAuthenticator, OATHToolkit  # noqa: E402
from enrolled import measure_enrolled  # noqa: E402
from policies import measure_policies  # noqa: E402
from log_listener import LogListener  # noqa: E402
from report import Report, Row  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--module", type=Path, required=True)
    parser.add_argument("--command", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True, help="the directory of pam_google_authenticator.so")
    parser.add_argument("--disk", type=Path, required=True, help="an empty directory on a disk")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--type", choices=["totp", "hotp"], action="append")
    parser.add_argument("--users", type=int, action="append")
    parser.add_argument("--log", choices=["listener", "none"], default="listener")
    options = parser.parse_args()
    if any(count < 0 for count in options.users or []):
        parser.error("--users needs a number from 0")
    options.users = [count for count in options.users or [1_000, 100_000] if count > 0]
    return options


def make_arena(options: argparse.Namespace, place: Path, kind: str) -> Arena:
    place.mkdir(mode=0o700)
    secret = GoogleAuthenticator.make_secret(place, kind)
    Countersign.command = options.command
    contenders = [
        GoogleAuthenticator(options.peers / "pam_google_authenticator.so", place, kind, secret),
        OATHToolkit(options.peers / "pam_oath.so", place, kind, secret),
        Countersign(options.module, place, kind, secret),
    ]
    return Arena(options.program, place, contenders)


def measure(arena: Arena, place: Path, rounds: int, on_disk: bool) -> list[Row]:
    """The targets for times of logins are those on a disk, where every login has to wait for one."""
    load = arena.load(rounds)
    processes, transactions = arena.cold(rounds)
    warm = arena.warm(rounds * 2)
    loaded, private, after = arena.memory(9)
    rows = [
        Row("dlopen", "µs", load, limit=1.25),
        Row("cold: first transaction", "µs", transactions, limit=0.95 if on_disk else None),
        Row("cold: whole process", "µs", processes, limit=0.95 if on_disk else None),
        Row("warm: one transaction", "µs", warm, limit=0.55 if on_disk else None),
        Row("resident growth while loaded", "KiB", loaded, limit=1),
        Row("  of it its own, not of a file", "KiB", private),
        Row("resident growth after pam_end", "KiB", after),
    ]
    return rows + calls(arena, place)


def calls(arena: Arena, place: Path) -> list[Row]:
    counts = {contender.name: arena.calls(contender, place / "trace") for contender in arena.contenders}
    rows = [
        Row(f"system calls, {label}", "", {name: [len(parts[index])] for name, parts in counts.items()}, limit=limit)
        for index, (label, limit) in enumerate((("cold", 1), ("warm", 0.8)))
    ]
    writes = {name: [sum(call in WRITES for call in parts[1])] for name, parts in counts.items()}
    return [*rows, Row("fsync and fdatasync", "", writes, most=1)]


def file_system(place: Path) -> str:
    found = subprocess.run(
        ["findmnt", "-n", "-o", "FSTYPE", "-T", place], check=True, stdout=subprocess.PIPE, text=True)
    return found.stdout.split()[-1]


def conditions(options: argparse.Namespace) -> str:
    system = os.uname()
    log = "a listener reads /dev/log" if options.log == "listener" else "nobody listens at /dev/log"
    return (f"{os.cpu_count()} processors, {system.sysname} {system.release} {system.machine}; {log}.\n"
            f"{options.rounds} rounds, the contenders in turn; every transaction logs in with a code of its own.\n"
            "Ratios are medians of countersign against the other's.")


def main() -> None:
    options = arguments()
    subprocess.run(["useradd", "--create-home", USER], check=True)
    places = {"tmpfs": Path("/dev/shm/benchmark"), "disk": options.disk / "benchmark"}
    if (found := file_system(options.disk)) in ("tmpfs", "overlay", "ramfs"):
        raise SystemExit(f"benchmark: error: {options.disk} is on {found}, not on a disk")
    listener = LogListener(Path("/dev/log")) if options.log == "listener" else None
    report = Report()
    for place_name, place in places.items():
        place.mkdir(mode=0o700)
        for kind in options.type or ["totp", "hotp"]:
            arena = make_arena(options, place / kind, kind)
            title = f"{kind.upper()} on {file_system(place)}"
            print(f"measuring {title} …", file=sys.stderr)
            report.add(title, measure(arena, place, options.rounds, place_name == "disk"))
            report.add_split(title, arena.split(options.rounds * 5))
    print("measuring with a policy …", file=sys.stderr)
    report.add_table(
        f"One login, by the size of the policy: TOTP on {file_system(options.disk)}",
        measure_policies(options, options.disk / "policies"))
    if options.users:
        print("measuring with many enrolled …", file=sys.stderr)
        report.add_table(
            f"One login, by how many are enrolled: TOTP on {file_system(options.disk)}",
            measure_enrolled(options, options.disk / "enrolled"))
    report.print(conditions(options))
    if listener is not None:
        listener.close()


if __name__ == "__main__":
    main()
