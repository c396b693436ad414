"""`countersign try`: who gets in by a stack, found out before people have to use it."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from codes import Authenticator, roomy_period
from failure import expect, expect_equal
from machine import ENVIRONMENT, Machine
from suite import case

SERVICE = "su"
SCRATCH = Path("/run")


def start(machine: Machine, *options: str) -> subprocess.Popen:
    return subprocess.Popen(
        [machine.command, "try", SERVICE, "--user", "bob", *options], env=ENVIRONMENT, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=attend)


def attend() -> None:
    """Whoever runs the tests may have these ignored, which a child inherits."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def facts(machine: Machine, *options: str) -> dict:
    process = start(machine, "--json", *options)
    output, errors = process.communicate(timeout=120)
    found = json.loads(output)
    expect_equal(process.returncode, 0 if found["judgement"] == "sound" else 1, f"exit status\n{errors}")
    return found


def verdicts(found: dict) -> dict[str, str]:
    return {row["scenario"]: row["verdict"] for row in found["outcomes"]}


def scratch_folders() -> list[str]:
    return sorted(path.name for path in SCRATCH.glob("countersign-trial-*"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@case("trial: a sound stack is said to be, and neither log nor store nor audit file learns of it")
def sound(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.enrol("bob")
    machine.password_and_code(SERVICE)
    before, mark = files(machine.root), machine.log.mark()
    found = facts(machine)
    expect_equal(found["judgement"], "sound", json.dumps(found))
    expect_equal(set(verdicts(found).values()), {"as-it-should-be", "by-policy"}, json.dumps(found))
    expect(sum(row["logins"] for row in found["outcomes"]) > 50, "many logins tried")
    expect_equal(machine.log.since(mark), [], "lines of the log")
    expect_equal(files(machine.root), before, "files of the store")
    expect_equal(scratch_folders(), [], "folders left behind")


@case("trial: the table for people fits the terminal and says what must not be")
def table(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.service(SERVICE, "auth required pam_unix.so", "auth optional MODULE")
    process = start(machine)
    output, errors = process.communicate(timeout=120)
    expect_equal(process.returncode, 1, "exit status")
    lines = output.splitlines()
    expect(all(len(line) <= 80 for line in lines), f"80 columns\n{output}")
    expect(any("right password, wrong code" in line and "MUST BE REFUSED" in line for line in lines), output)
    expect(any("wrong password, right code" in line and "as it should be" in line for line in lines), output)
    expect("countersign: error: su lets people in who must be refused" in errors, errors)
    expect("countersign: hint: " in errors, errors)


@case("trial: what it says of a stack is what su does")
def like_su(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    phone = machine.enrol("bob", Authenticator(period=roomy_period()))
    asking = "auth required pam_unix.so nodelay"
    for step, (lines, holds) in enumerate([
        ([asking, "auth required MODULE"], True),
        ([asking, "auth [success=1 default=ignore] MODULE", "auth required pam_permit.so"], False),
        (["auth [success=1 default=ignore] pam_unix.so nodelay", "auth requisite pam_deny.so",
          "auth required MODULE", "auth optional pam_permit.so"], True),
    ]):
        machine.service(SERVICE, *lines)
        said = verdicts(facts(machine))
        expect_equal(said["wrong-code"], "as-it-should-be" if holds else "hole", f"what is said of {lines}")
        expect_equal(said["right-code"], "as-it-should-be", f"what is said of {lines}")
        machine.is_in(machine.answer(machine.su("bob"), "bob", phone.code(step - 1)))
        wrong = machine.answer(machine.su("bob"), "bob", phone.wrong())
        (machine.is_refused if holds else machine.is_in)(wrong)


@case("trial: files that are not in use yet are tried from another folder")
def other_folder(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(SERVICE)
    folder = machine.root / "pam.d"
    folder.mkdir()
    (folder / SERVICE).write_text(
        f"auth sufficient pam_unix.so\nauth required {machine.module} root={machine.root}\n")
    expect_equal(facts(machine)["judgement"], "sound", "the stack in use")
    expect_equal(facts(machine, "--pam-dir", str(folder))["judgement"], "lets-in", "the other one")


@case("trial: a signal ends it without a trace, and what a killed one leaves the next one takes away")
def interrupted(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(SERVICE)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = start(machine)
        wait_for_folder()
        process.send_signal(number)
        expect_equal(process.wait(timeout=60), -number, "how it ended")
        expect_equal(scratch_folders(), [], "folders left behind")
    process = start(machine)
    wait_for_folder()
    process.kill()
    process.wait()
    left = scratch_folders()
    expect_equal(len(left), 1, "folders of a killed one")
    # A folder whose trial still runs stays.
    running = start(machine)
    wait_for_folder(besides=left)
    expect(left[0] not in scratch_folders(), "the folder of the killed one is gone")
    others = scratch_folders()
    expect_equal(facts(machine)["judgement"], "sound", "a trial beside another")
    # It may have ended meanwhile, and well; not so if the other one took its folder away.
    expect(others[0] in scratch_folders() or running.wait(timeout=60) == 0, "the folder of the one that runs")
    running.communicate(timeout=120)
    expect_equal(running.returncode, 0, "exit status of the first")
    expect_equal(scratch_folders(), [], "folders left behind")


def wait_for_folder(besides: list[str] = ()) -> None:
    deadline = time.monotonic() + 20
    while not set(scratch_folders()) - set(besides):
        expect(time.monotonic() < deadline, "a folder of the trial")
        os.sched_yield()


@case("trial: without the module that stands in for others nothing is claimed")
def no_stand_in(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(SERVICE)
    modules = [path for path in map(Path, (
        "/usr/lib/x86_64-linux-gnu/security/pam_debug.so", "/usr/lib/aarch64-linux-gnu/security/pam_debug.so",
        "/usr/lib64/security/pam_debug.so")) if path.exists()]
    for path in modules:
        path.rename(path.with_suffix(".away"))
    try:
        process = start(machine)
        output, errors = process.communicate(timeout=60)
        expect_equal(process.returncode, 1, "exit status")
        expect("Not known: Linux-PAM's module pam_debug.so is not installed" in " ".join(output.split()), output)
        expect("countersign: error: Linux-PAM's module pam_debug.so" in errors, errors)
    finally:
        for path in modules:
            path.with_suffix(".away").rename(path)
