"""Rules for packages and plays: they can be read, and they are of the version that the command says."""

import re
import subprocess

from rules import rule
from sources import TOP

SPEC = "pam/countersign.spec"
PLAYS = "pam/ansible"
VERSIONS = {
    "Sources/countersign/Commands/CountersignCommand.swift": r'version: "countersign ([\d.]+)"',
    "debian/changelog": r"\Acountersign \(([^)]+)\)",
    SPEC: r"(?m)^Version: +(\S+)$",
}


def output_of(*arguments: str, folder: str = ".") -> tuple[int, str]:
    done = subprocess.run(
        arguments, cwd=TOP / folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True)
    return done.returncode, done.stdout


@rule("command, Debian packages and RPM packages have one version")
def one_version() -> list[str]:
    found = {}
    for path, pattern in VERSIONS.items():
        match = re.search(pattern, (TOP / path).read_text())
        found[path] = match[1] if match else "none"
    return [] if len(set(found.values())) == 1 else [f"{path}: {version}" for path, version in found.items()]


@rule("the spec can be read, and rpmlint finds no error in it")
def spec() -> list[str]:
    status, text = output_of("rpmspec", "--parse", SPEC)
    if status != 0:
        return text.splitlines()
    status, text = output_of("rpmlint", SPEC)
    errors = [line for line in text.splitlines() if ": E: " in line]
    return errors or ([] if status == 0 and " 0 errors" in text else text.splitlines())


@rule("Ansible can read the plays")
def plays() -> list[str]:
    status, text = output_of(
        "ansible-playbook", "--inventory", "hosts.yml", "--syntax-check", "people.yml", "fleet.yml", folder=PLAYS)
    return [] if status == 0 else text.splitlines()
