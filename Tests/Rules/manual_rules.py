"""Rules for the manuals: they are there, they are well formed, and they know every option."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from rules import rule
from sources import TOP

MANUALS = ("pam_countersign.8", "countersign.8", "countersign-files.5", "countersign.conf.5", "countersign-guides.7")
ARGUMENTS = "Sources/PAMCountersign/ModuleArguments.swift"


@rule("every manual is there and mandoc has nothing to say")
def lint() -> list[str]:
    found = []
    for name in MANUALS:
        path = TOP / "man" / name
        if not path.exists():
            found.append(f"man/{name} is missing")
            continue
        done = subprocess.run(
            ["mandoc", "-T", "lint", "-W", "warning", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        found += done.stdout.splitlines()
    return found


def text_of(name: str) -> str:
    """A manual as people see it, in one line."""
    path = TOP / "man" / name
    if not path.exists():
        return ""
    done = subprocess.run(
        ["mandoc", "-T", "ascii", "-O", "width=300", path], check=True, stdout=subprocess.PIPE)
    plain = re.sub(r".\x08", "", done.stdout.decode(errors="replace"))
    return re.sub(r"\s+", " ", plain)


@rule("every argument of the module is in its manual")
def module_arguments() -> list[str]:
    manual = text_of("pam_countersign.8")
    names = re.findall(r'name\.equals\("(\w+)"', (TOP / ARGUMENTS).read_text())
    if not names:
        return [f"no argument found in {ARGUMENTS}"]
    return [f"{name} is not in the manual" for name in names if not re.search(rf"\b{name}\b", manual)]


def subcommands(command: dict, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict]]:
    for inner in command.get("subcommands", []):
        if inner["commandName"] != "help" and inner.get("shouldDisplay", True):
            yield (*path, inner["commandName"]), inner
            yield from subcommands(inner, (*path, inner["commandName"]))


def options(command: dict) -> Iterator[str]:
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True) and argument["kind"] != "positional":
            for name in argument.get("names", []):
                yield ("--" if name["kind"] == "long" else "-") + name["name"]


def described(command: Path) -> dict:
    done = subprocess.run(
        [command, "--experimental-dump-help"], check=True, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout)["command"]


def make_command_rules(command: Path) -> None:
    """The rules that need the built command."""

    @rule("every command and option is in countersign(8)")
    def in_manual() -> list[str]:
        manual = text_of("countersign.8")
        missing = []
        for path, inner in subcommands(described(command)):
            if not re.search(rf"\b{path[-1]}\b", manual):
                missing.append(f"{' '.join(path)} is not in the manual")
            missing += [f"{' '.join(path)} {option} is not in the manual" for option in options(inner)
                        if not re.search(rf"{re.escape(option)}\b", manual)]
        return sorted(set(missing))

    @rule("every command and option explains itself in --help")
    def in_help() -> list[str]:
        missing = []
        for path, inner in subcommands(described(command)):
            if not inner.get("abstract"):
                missing.append(f"{' '.join(path)} has no summary")
            missing += [f"{' '.join(path)} {argument['valueName']} has no explanation"
                        for argument in inner.get("arguments", [])
                        if argument.get("shouldDisplay", True) and not argument.get("abstract")]
        return missing

    @rule("countersign(8) names no option that is not there")
    def no_others() -> list[str]:
        known = {option for _, inner in subcommands(described(command)) for option in options(inner)}
        known |= set(options(described(command))) | {"--help", "--version", "--generate-completion-script"}
        mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text_of("countersign.8")))
        return sorted(f"{option} is in the manual only" for option in mentioned - known)
