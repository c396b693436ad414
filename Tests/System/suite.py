"""Cases by name, run one after the other; each prints `ok NAME` or `FAIL NAME` with its evidence."""

import time
import traceback
from collections.abc import Callable

from failure import Failure

Case = Callable[["machine.Machine"], None]  # noqa: F821
cases: list[tuple[str, Case]] = []


def case(name: str) -> Callable[[Case], Case]:
    """Marks a function as a test case."""
    def register(function: Case) -> Case:
        cases.append((name, function))
        return function
    return register


def run(machine: "machine.Machine", pattern: str) -> bool:  # noqa: F821
    """Runs the cases with the pattern in their names; whether all of them passed."""
    passed = True
    for name, function in cases:
        if pattern not in name:
            continue
        start = time.monotonic()
        evidence = attempt(machine, function)
        if evidence is None:
            print(f"ok {name} ({time.monotonic() - start:.1f} s)", flush=True)
            continue
        passed = False
        print(f"FAIL {name}")
        for line in evidence.splitlines():
            print(f"  | {line}")
        print(end="", flush=True)
    return passed


def attempt(machine: "machine.Machine", function: Case) -> str | None:  # noqa: F821
    """Runs one case; what went wrong, with terminals and log, or nothing."""
    machine.begin()
    try:
        function(machine)
        machine.check_nothing_typed_is_logged()
        return None
    except Failure as failure:
        place = traceback.extract_tb(failure.__traceback__)
        lines = [f"{frame.name}: {frame.line}" for frame in place if frame.name == function.__name__]
        return "\n".join([str(failure), *lines, machine.evidence()])
    except Exception:
        return traceback.format_exc() + machine.evidence()
    finally:
        machine.end()
