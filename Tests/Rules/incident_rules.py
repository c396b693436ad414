"""The table of incidents: a row whose test was renamed or never written is a promise that nobody keeps."""

import re
from functools import cache

from rules import rule
from sources import TOP

TABLE = TOP / "Tests/PAMTests/README.md"
# A name of a test or of its type, of a file, or of a fuzz target.
NAME = re.compile(r"`([\w./-]+)(…?)`")
CASE = re.compile(r'"([^"]+)"')


@cache
def text_of_tests() -> dict[str, str]:
    paths = [path for ending in ("swift", "py") for path in (TOP / "Tests").rglob(f"*.{ending}")]
    return {str(path.relative_to(TOP)): path.read_text() for path in paths}


def is_test(name: str, is_beginning: bool) -> bool:
    end = "" if is_beginning else r"\b"
    pattern = re.compile(rf"\b(func|struct|enum|class) {re.escape(name.split('.')[-1])}{end}")
    return any(pattern.search(text) for text in text_of_tests().values())


def is_there(name: str, is_beginning: bool) -> bool:
    return (TOP / name).exists() or (TOP / "Tests/System" / name).exists() or \
        (TOP / "Tests/Fuzz/corpus" / name).exists() or is_test(name, is_beginning)


def is_case(name: str) -> bool:
    """Whether the parts of a case's name stand in one file of cases."""
    parts = [part.strip() for part in name.split("…") if part.strip()]
    return any(all(part in text for part in parts) for path, text in text_of_tests().items() if "/System/" in path)


@rule("the table of incidents names tests that there are")
def tests_of_incidents() -> list[str]:
    broken = []
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3 or cells[0] in ("incident", "---"):
            continue
        names, cases = NAME.findall(cells[2]), CASE.findall(cells[2])
        missing = [name for name, dots in names if not is_there(name, bool(dots))]
        missing += [name for name in cases if not is_case(name)]
        if missing or not names + cases:
            broken.append(f"{cells[0]}: {', '.join(missing) or 'no test'}")
    return broken
