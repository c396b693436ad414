"""The guides of countersign-guides(7), command by command as they stand in the manual."""

import re
from pathlib import Path

# Sections of the manual that are no guides.
OTHERS = ("NAME", "DESCRIPTION", "SEE ALSO")


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
        elif line == ".Ed":
            displays.append(display)
            display = None
        elif display is not None and (command := re.fullmatch(r"([#$]) (.+)", line.replace(r"\-", "-"))):
            display.append((command.group(1), command.group(2)))
        elif display is not None:
            raise ValueError(f"no command: {line}")
    return found
