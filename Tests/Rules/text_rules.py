"""Rules for every text: sizes, open ends, scripts."""

import subprocess

from rules import rule
from sources import TOP, files, scripts

ENDINGS = (".swift", ".c", ".h", ".py", ".sh")


@rule("files have at most 500 lines")
def file_length() -> list[str]:
    sources = {source.path: source for source in [*files(*ENDINGS), *scripts()]}.values()
    return [f"{source.path}: {len(source.lines)} lines" for source in sources if len(source.lines) > 500]


def longest_line(path: str) -> int:
    """Tables of arguments in Swift tests may be a little wider."""
    return 130 if path.startswith("Tests/") and path.endswith(".swift") else 120


@rule("lines have at most 120 characters, in Swift tests 130")
def line_length() -> list[str]:
    sources = {source.path: source for source in [*files(*ENDINGS), *scripts()]}.values()
    return [source.at(index)[:100] for source in sources for index, line in enumerate(source.lines)
            if len(line) > longest_line(source.path)]


@rule("nothing is left open in the text")
def open_ends() -> list[str]:
    return [source.at(index) for source in [*files(below=("Sources/", "install", "man/", "pam/"))]
            for index, line in enumerate(source.lines) if any(word in line for word in ("TODO", "FIXME", "XXX"))]


@rule("shellcheck has nothing to say")
def shellcheck() -> list[str]:
    names = [TOP / source.path for source in scripts() if not source.path.endswith(".fish")]
    done = subprocess.run(
        ["shellcheck", "--external-sources", "--format=gcc", *names], cwd=TOP, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()
