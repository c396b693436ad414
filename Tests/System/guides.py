"""The guides of countersign-guides(7), command by command as they stand in the manual."""

import os
import re
import subprocess
from pathlib import Path

from terminal import Terminal

COMMAND = Path("/usr/sbin/countersign")
STORES = ("/etc/countersign", "/var/lib/countersign", "/var/log/countersign")
# Sections of the manual that are no guides.
OTHERS = ("NAME", "DESCRIPTION", "SEE ALSO")


def texts(manual: Path, title: str) -> list[str]:
    """What is to stand in files: displays of a guide that are no commands."""
    section = manual.read_text().split(f".Sh {title}\n")[1].split("\n.Sh ")[0]
    return [part.split(".Ed\n")[0] for part in section.split(".Bd -unfilled -offset indent\n")[1:]]


def guides(manual: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """By title, the displays of each guide; a display is a list of commands with who runs them, `#` or `$`."""
    found: dict[str, list[list[tuple[str, str]]]] = {}
    title, displays, display = "", [], None
    for line in manual.read_text().splitlines():
        if line.startswith(".Sh "):
            title, displays = line[4:], []
            if title not in OTHERS:
                found[title] = displays
        elif line.startswith(".Bd -literal"):
            display = []
        elif line == ".Ed" and display is not None:
            displays.append(display)
            display = None
        elif display is not None and (command := re.fullmatch(r"([#$]) (.+)", plain(line))):
            display.append((command.group(1), command.group(2)))
        elif display is not None:
            raise ValueError(f"no command: {line}")
    return found


def plain(line: str) -> str:
    """A line of a manual as people read it."""
    return line.replace(r"\-", "-").replace(r"\e", "\\")


def enter(terminal: Terminal, text: str) -> None:
    """Types what is no secret and may stand in a log."""
    os.write(terminal.descriptor, text.encode() + b"\n")


def confirm_phone(terminal: Terminal) -> None:
    """Types what an app would show that has the key that is shown."""
    key = terminal.expect(r"\n +((?:[A-Z2-7]{4} ?)+)\r?\n").group(1)
    terminal.expect("Code shown now: $")
    digits = subprocess.run(
        ["oathtool", "--totp", "--base32", key.replace(" ", "")], check=True, stdout=subprocess.PIPE, text=True)
    terminal.type(digits.stdout.strip())
