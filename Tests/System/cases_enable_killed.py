"""countersign enable, confirm, rollback and disable, killed before each call that changes something."""

import random
import re
import shutil
import signal
import subprocess

from failure import expect, expect_equal
from machine import ENVIRONMENT, Machine
from services import Setting, configuration, expect_same, pending, setting
from suite import case

CALLS = "rename,renameat,renameat2,unlink,unlinkat,mkdirat,fsync,fchmod,openat"


@case("enable: killed before any of its calls it leaves the old or the new, and --undo and --resume know which")
def killed(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        it.run("enable", "sudo", "sshd", "--yes")
        after = configuration()
        keep(it)
        it.run("rollback")
        begun_by_hand(it, before)
        points = kill_points(it, "enable", "--resume")
        it.run("rollback")
        expect(len(points) > 10, f"calls to be killed before, of which there are {len(points)}")
        # All that comes after the trial, which takes its time, is what --resume does as well.
        whole = kill_points(it, "enable", "sudo", "sshd", "--yes")
        it.run("rollback")
        seen: set[str] = set()
        for number, point in enumerate(random.sample(whole, 4)):
            run_killed(it, point, "enable", "sudo", "sshd", "--yes")
            seen.add(after_kill(it, point, before, after, resumes=number % 2 == 1))
        for number, point in enumerate(some(points, 16)):
            begun_by_hand(it, before)
            run_killed(it, point, "enable", "--resume")
            seen.add(after_kill(it, point, before, after, resumes=number % 2 == 1))
        expect({"undo", "resume"} <= seen, f"states in which a run was killed, not only {seen}")


@case("enable: a confirmation, a rollback and a disabling that are killed leave the old or the new")
def killed_later(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        it.run("enable", "sudo", "sshd", "--yes")
        after = configuration()
        keep(it)
        rolling_back = kill_points(it, "rollback")
        for point in some(rolling_back):
            begun_by_hand(it, before)
            it.run("enable", "--resume")
            run_killed(it, point, "rollback")
            after_kill(it, point, before, after, resumes=False)
        begun_by_hand(it, before)
        it.run("enable", "--resume")
        confirm = ("confirm", "--untried", "sudo", "--untried", "sshd")
        points = kill_points(it, *confirm)
        for point in some(points):
            it.run("disable", "sudo", "sshd", "--yes")
            expect_same(configuration(), before, f"files after disabling, {point}")
            begun_by_hand(it, before)
            it.run("enable", "--resume")
            run_killed(it, point, *confirm)
            expect_same(without_hidden(configuration()), after, f"files after a killed confirmation, {point}")
            if pending(machine).exists():
                it.run(*confirm)
        for point in some(kill_points(it, "disable", "sudo", "sshd", "--yes")):
            if pending(machine).exists():
                it.run("rollback")
            if configuration() != after:
                begun_by_hand(it, before)
                it.run("enable", "--resume")
                it.run(*confirm)
            run_killed(it, point, "disable", "sudo", "sshd", "--yes")
            now = without_hidden(configuration())
            expect_old_or_new(now, before, after, point)
            if pending(machine).exists():
                it.run("enable", "--resume")
                expect_same(configuration(), before, f"files after a disabling that was resumed, {point}")


def some(points: list[tuple[str, int]], most: int = 8) -> list[tuple[str, int]]:
    """A part of them; over many runs all."""
    return random.sample(points, min(most, len(points)))


def keep(it: Setting) -> None:
    """What a change that waits is made of, for beginning it again without a trial."""
    shutil.rmtree(it.machine.root / "begun", ignore_errors=True)
    shutil.copytree(pending(it.machine), it.machine.root / "begun")


def begun_by_hand(it: Setting, before: dict[str, bytes]) -> None:
    """A change that is written down and of which nothing is done yet."""
    expect_same(configuration(), before, "files before a change")
    begun = it.machine.root / "begun"
    if not begun.exists():
        it.run("enable", "sudo", "sshd", "--yes")
        keep(it)
        it.run("rollback")
    shutil.copytree(begun, pending(it.machine))
    pending(it.machine).chmod(0o700)


def after_kill(
    it: Setting, point: tuple[str, int], before: dict[str, bytes], after: dict[str, bytes], resumes: bool
) -> str:
    """Checks what a killed run has left, and has it undone or finished; what it had come to."""
    expect_old_or_new(configuration(), before, after, point)
    if not pending(it.machine).exists():
        expect_same(without_hidden(configuration()), before, f"files without a change that waits, {point}")
        return "nothing"
    if resumes:
        it.run("enable", "--resume")
        expect_same(configuration(), after, f"files after --resume, {point}")
    it.run("rollback") if resumes else it.run("enable", "--undo")
    expect_same(configuration(), before, f"files as they were, {point}")
    return "resume" if resumes else "undo"


def expect_old_or_new(
    now: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes], point: tuple[str, int]
) -> None:
    for path in {*now, *before, *after}:
        if "/." not in path:
            expect(now.get(path) in (before.get(path), after.get(path)), f"{path} old or new, {point}")


def without_hidden(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if "/." not in path}


def kill_points(it: Setting, *arguments: str) -> list[tuple[str, int]]:
    """The calls of a run that change something, each as name and number among those of its name."""
    trace = it.machine.root / "trace"
    expect_equal(traced(it, ["-o", str(trace), "-e", f"trace={CALLS}"], arguments), 0, f"status of {arguments}")
    numbers: dict[str, int] = {}
    points = []
    for line in trace.read_text().splitlines():
        name = line.split("(", 1)[0]
        if name not in CALLS.split(","):
            continue
        numbers[name] = numbers.get(name, 0) + 1
        changes = name != "openat" or "O_CREAT" in line
        if changes and not re.search(r"/run/countersign-(trial|sshd)", line):
            points.append((name, numbers[name]))
    return points


def run_killed(it: Setting, point: tuple[str, int], *arguments: str) -> None:
    injection = f"{point[0]}:signal=KILL:when={point[1]}"
    status = traced(it, ["-o", "/dev/null", "-e", f"trace={CALLS}", "-e", f"inject={injection}"], arguments)
    expect_equal(status, -signal.SIGKILL, f"status of {arguments} killed before {point}")


def traced(it: Setting, options: list[str], arguments: tuple[str, ...]) -> int:
    """The status of the command, which strace takes over: below zero when it died by a signal."""
    return subprocess.run(
        ["strace", *options, it.machine.command, *arguments, "--root", str(it.machine.root)],
        env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120
    ).returncode
