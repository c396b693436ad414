"""The files of the checkout, as the rules look at them."""

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
CORE = ("Sources/OATH/", "Sources/Countersign/", "Sources/PAMCountersign/")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')
DECLARATION = re.compile(
    r"^( *)(?:@\w+(?:\([^)]*\))? )*(?:(?:public|private|fileprivate|internal|static|mutating|borrowing|consuming|"
    r"nonisolated|override|convenience) )*(?:func |init[?(<]|deinit\b|subscript\b)")


@dataclass(frozen=True)
class Source:
    """One text file, by its path below the checkout."""

    path: str

    @cached_property
    def lines(self) -> list[str]:
        return (TOP / self.path).read_text(errors="replace").splitlines()

    @cached_property
    def code(self) -> list[str]:
        """The lines without comments and without what is inside string literals."""
        stripped = [STRING.sub('""', line) for line in self.lines]
        text_block = False
        code = []
        for line in stripped:
            if line.count('"""') % 2 == 1:
                text_block = not text_block
                code.append("")
            else:
                code.append("" if text_block else line.split("//")[0].rstrip())
        return code

    def find(self, pattern: str) -> list[str]:
        """Where the pattern is in the code: `path:line: text`."""
        return [self.at(index) for index, line in enumerate(self.code) if re.search(pattern, line)]

    def at(self, index: int) -> str:
        return f"{self.path}:{index + 1}: {self.lines[index].strip()}"

    def functions(self) -> list[tuple[int, int]]:
        """First line and length of every function with a body, by indentation, which this project keeps strictly."""
        found = []
        for index, line in enumerate(self.code):
            if match := DECLARATION.match(line):
                end = self.end_of(index, len(match[1]))
                found.append((index, end - index + 1))
        return found

    def end_of(self, start: int, indentation: int) -> int:
        """The line that closes what begins at `start`: the same indentation and a closing brace."""
        if self.code[start].endswith("}"):
            return start
        closing = " " * indentation + "}"
        for index in range(start + 1, len(self.code)):
            if self.code[index].startswith(closing):
                return index
            if self.code[index].strip() and not self.code[index].startswith(" " * (indentation + 1)):
                if not self.code[index].startswith(" " * indentation + ")"):
                    return index - 1
        return len(self.code) - 1


def all_files() -> list[str]:
    """What is under version control or could be."""
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={TOP}", "-C", TOP, "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True, stdout=subprocess.PIPE, text=True)
    return sorted(name for name in listing.stdout.splitlines() if (TOP / name).is_file())


def files(*endings: str, below: tuple[str, ...] = ("",)) -> list[Source]:
    return [Source(name) for name in all_files() if name.endswith(endings) and name.startswith(below)]


def scripts() -> list[Source]:
    """Shell scripts: by ending, or by their first line."""
    found = []
    for name in all_files():
        with open(TOP / name, "rb") as file:
            first = file.readline()
        if name.endswith(".sh") or (first.startswith(b"#!") and b"sh" in first.split(b"/")[-1]):
            found.append(Source(name))
    return found
