"""What has to be true of the messages in the sources, and of their translations. Each check gives what breaks it."""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from catalogue import Entry, NotAPOFile, placeholders, read  # noqa: E402
from messages import TOP, Message, all_messages, of_source, sinks, swift_files  # noqa: E402
from template import pot  # noqa: E402

FOLDER = TOP / "po"
COLUMNS = 80
# What stands on a line of its own, and is not broken into more.
LINES = {"say", "remark", "ask", "askHidden", "confirms"}
# What stands in front of a value, in a column of this width.
LABEL = 13
# Parts of a pair, which have a form of their own.
PAIRS = {"Complaint", "Complaint hint", "warn", "advise", "warn cure", "fail", "fail cure", "ImportRefusal",
         "ImportRefusal hint", "refuse", "refuse hint"}
# Arguments whose value is no text but what is typed.
SYNTAX = {"usage", "version", "commandName", "valueName"}
HINTS = {"Complaint hint", "warn cure", "fail cure", "ImportRefusal hint", "refuse hint"}

Check = Callable[[], list[str]]
checks: list[tuple[str, Check]] = []


def check(name: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        checks.append((name, function))
        return function
    return register


@cache
def messages() -> dict[tuple[str | None, str, str | None], Message]:
    return all_messages()


@cache
def catalogues() -> dict[Path, list[Entry]]:
    return {path: read(path) for path in sorted(FOLDER.glob("*.po"))}


def shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "…")


def width(text: str) -> int:
    """In columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 0 if unicodedata.combining(character) else 1
               for character in text)


def widest(text: str) -> int:
    """The widest line; a placeholder counts as one column."""
    return max(width(line) for line in re.sub(r"%\d+\$s", "x", text).split("\n"))


# The sources


@check("po/countersign.pot is what the sources say (po/extract makes it)")
def template_is_current() -> list[str]:
    path = FOLDER / "countersign.pot"
    if path.exists() and path.read_text() == pot():
        return []
    return ["po/countersign.pot is another one"]


def verbatim() -> dict[str, set[str]]:
    """What po/verbatim lists: for each file the texts that are for programs, or `*` for all of them."""
    listed: dict[str, set[str]] = {}
    name = ""
    for line in (FOLDER / "verbatim").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            listed[name].add(line[2:].replace("\\n", "\n"))
        else:
            name = line.strip()
            listed[name] = set()
    return listed


@check("text for people goes through the catalogue; what is for programs stands in po/verbatim")
def every_text_is_a_message() -> list[str]:
    listed, used, found = verbatim(), set(), []
    known = sinks()
    for path in swift_files():
        name = str(path.relative_to(TOP))
        for literal in of_source(path, known).others:
            bare = re.sub(r"%\d+\$s", "", literal.text)
            if literal.groups and literal.groups[-1].label in SYNTAX:
                continue
            if literal.is_inner or " " not in bare.strip() or not re.search(r"[A-Za-z]{2}", bare):
                continue
            text = "*" if "*" in listed.get(name, set()) else literal.text
            if text in listed.get(name, set()):
                used.add((name, text))
            else:
                found.append(f"{name}:{literal.line}: {shown(literal.text)}")
    unused = {(name, text) for name, texts in listed.items() for text in texts} - used
    return found + sorted(f"po/verbatim: {name}: {shown(text)} is not there" for name, text in unused)


@check("an error has a hint, and both are lower case without a final period")
def pairs() -> list[str]:
    found = []
    for message in messages().values():
        for text in filter(None, (message.key, message.many)):
            if message.sinks & PAIRS and re.search(r"[^.]\.$", text):
                found.append(f"{message.places[0]}: {shown(text)} ends in a period")
            if message.sinks & PAIRS and re.match(r"[A-Z][a-z]+ [a-z]", text) and not re.match(
                    r"(?:Ansible|Linux|Debian|Mode|Group|Match|Factors|Remember) ", text):
                found.append(f"{message.places[0]}: {shown(text)} begins with a capital")
    known = sinks()
    for path in swift_files():
        for _, literal, sink in of_source(path, known).messages:
            if sink in HINTS and not literal.text:
                found.append(f"{path.relative_to(TOP)}:{literal.line}: an empty hint")
    return found


@check("messages have whole placeholders, and both forms of a plural the same ones")
def placeholders_in_english() -> list[str]:
    found = []
    for message in messages().values():
        if message.many is not None:
            one, many = placeholders(message.key), placeholders(message.many)
            if one and one != many:
                found.append(f"{message.places[0]}: {shown(message.key)} has other placeholders than its plural")
            if not one and "%" in message.key:
                found.append(f"{message.places[0]}: {shown(message.key)} has a percent sign and no placeholder")
    return found


@check("lines in English have at most 80 columns, labels 13")
def lines_in_english() -> list[str]:
    return [f"{message.places[0]}: {shown(text)} has {widest(text)} columns"
            for message in messages().values() for text in filter(None, (message.key, message.many))
            if widest(text) > most(message, 0)]


def most(message: Message, english: int) -> int:
    """How many columns a message may take in another language; English where it is longer itself."""
    if "label" in message.sinks:
        return max(LABEL, english)
    if message.context == "login" or message.sinks & LINES:
        return max(COLUMNS, english)
    return 1_000_000


# The translations


@check("every language of Language.swift has its po file, with header and rule of the plural")
def headers() -> list[str]:
    source = (TOP / "Sources/Words/Language.swift").read_text()
    names = dict(re.findall(r'case (\w+) = "(\w+)"', source))
    rules = {}
    for cases, rule in re.findall(r'case ((?:\.\w+(?:, )?)+): "(nplurals=[^"]*)"', source):
        for name in re.findall(r"\.(\w+)", cases):
            rules[names[name]] = rule
    wanted = {name for name in names.values() if name != "en"}
    found = [f"po/{name}.po is missing" for name in sorted(wanted - {path.stem for path in catalogues()})]
    for path, entries in catalogues().items():
        if path.stem not in wanted:
            found.append(f"po/{path.name}: Language.swift has no such language")
            continue
        header = next((entry.texts[0] for entry in entries if entry.key == "" and entry.texts), "")
        for line in (f"Language: {path.stem}", "Content-Type: text/plain; charset=UTF-8",
                     f"Plural-Forms: {rules[path.stem]}"):
            if line not in header.split("\n"):
                found.append(f"po/{path.name}: the header has no line '{line}'")
    return found


def translated() -> Iterator[tuple[str, Entry, Message, str]]:
    """Every text of every language that stands for a message of the sources."""
    for path, entries in catalogues().items():
        for entry in entries:
            message = messages().get(entry.identity)
            if message is None or entry.is_obsolete or "fuzzy" in entry.flags:
                continue
            for text in filter(None, entry.texts):
                yield f"po/{path.name}:{entry.line}", entry, message, text


@check("every message is translated into every language")
def untranslated() -> list[str]:
    found = []
    for path, entries in catalogues().items():
        done = {entry.identity for entry in entries if entry.texts and all(entry.texts) and not entry.is_obsolete}
        fuzzy = [entry for entry in entries if "fuzzy" in entry.flags and not entry.is_obsolete]
        found += [f"po/{path.name}:{entry.line}: {shown(entry.key)} is fuzzy" for entry in fuzzy]
        missing = [message for identity, message in messages().items() if identity not in done]
        found += [f"po/{path.name}: {shown(message.key)} is not translated" for message in missing[:10]]
        if len(missing) > 10:
            found.append(f"po/{path.name}: {len(missing) - 10} more are not translated")
    return found


@check("no translation is left of a message that is gone")
def unused() -> list[str]:
    return [f"po/{path.name}:{entry.line}: {shown(entry.key)} is no message of the sources"
            for path, entries in catalogues().items() for entry in entries
            if entry.key and (entry.is_obsolete or entry.identity not in messages())]


@check("translations have the placeholders of their messages")
def placeholder_mismatches() -> list[str]:
    found = []
    for place, entry, message, text in translated():
        wanted = set(placeholders(message.key)) | set(placeholders(message.many or ""))
        if wanted:
            bare = re.sub(r"%\d+\$s", "", text.replace("%%", ""))
            if "%" in bare:
                found.append(f"{place}: {shown(text)} has a percent sign that is none")
        have = set(placeholders(text)) if wanted else set()
        # The form for one may say the number as a word.
        may_lack = message.many is not None and text != entry.texts[-1]
        if have - wanted or (wanted - have and not may_lack):
            found.append(f"{place}: {shown(text)} has not the placeholders of {shown(message.key)}")
    return found


@check("translations are told apart from what stands around them as their messages are")
def edges() -> list[str]:
    found = []
    for place, _, message, text in translated():
        key = message.many or message.key
        begins, ends = re.match(r"\s*", key)[0], re.search(r"\s*$", key)[0]
        if message.context and message.context.startswith("between "):
            continue
        if re.match(r"\s*", text)[0] != begins:
            found.append(f"{place}: {shown(text)} begins with other blanks than its message")
        if re.search(r"\s*$", text)[0] != ends and not (ends == " " and width(text[-1]) == 2):
            found.append(f"{place}: {shown(text)} ends with other blanks than its message")
        if any(unicodedata.category(character) in ("Cc", "Cf") and character != "\n" for character in text):
            found.append(f"{place}: {shown(text)} has a control character")
        if message.sinks & PAIRS and re.search(r"[^.]\.$|。$", text):
            found.append(f"{place}: {shown(text)} ends in a period")
    return found


@check("translated lines have at most 80 columns, or as many as in English; labels 13")
def lines() -> list[str]:
    found = []
    for place, _, message, text in translated():
        limit = most(message, max(widest(message.key), widest(message.many or "")))
        if widest(text) > limit:
            found.append(f"{place}: {shown(text)} has {widest(text)} columns, and {limit} are the most")
    return found


@check("msgfmt has nothing to say")
def compiled() -> list[str]:
    found = []
    for path in sorted(FOLDER.glob("*.po")):
        done = subprocess.run(
            ["msgfmt", "--check", "--output-file=/dev/null", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        found += [line for line in done.stdout.splitlines() if "warning: header field" not in line]
    return found


def run() -> bool:
    """Checks everything; whether all is kept."""
    kept = True
    for name, function in checks:
        try:
            broken = function()
        except NotAPOFile as error:
            broken = [str(error)]
        print(f"{'FAIL' if broken else 'ok'} {name}")
        for place in broken:
            print(f"  | {place}")
        kept = kept and not broken
    return kept
