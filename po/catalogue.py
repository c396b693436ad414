"""Reads and writes `.po` files, as far as this project has them."""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Entry:
    key: str = ""
    many: str | None = None
    context: str | None = None
    # One text, or one for each form of a plural.
    texts: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    line: int = 0
    is_obsolete: bool = False

    @property
    def identity(self) -> tuple[str | None, str, str | None]:
        return self.context, self.key, self.many


class NotAPOFile(Exception):
    pass


def quoted(text: str) -> list[str]:
    """A text as one or more lines in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    parts = [part + "\\n" for part in escaped.split("\n")[:-1]] + [escaped.split("\n")[-1]]
    parts = [part for part in parts if part] or [""]
    if len(parts) == 1 and len(parts[0]) <= 100:
        return [f'"{parts[0]}"']
    lines: list[str] = []
    for part in parts:
        line = ""
        for word in re.findall(r"[^ ]* *", part):
            if line and len(line) + len(word) > 100:
                lines.append(line)
                line = ""
            line += word
        lines.append(line)
    return ['""'] + [f'"{line}"' for line in lines if line]


def unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)


def read(path: Path) -> list[Entry]:
    """Every entry; the header is the one whose key is empty."""
    entries: list[Entry] = []
    entry, target = Entry(), ""
    has_key = False

    def finish() -> None:
        nonlocal entry, has_key
        if has_key:
            entries.append(entry)
        entry, has_key = Entry(), False

    for number, raw in enumerate(path.read_text().split("\n"), start=1):
        line = raw.strip()
        if line.startswith("#~"):
            entry.is_obsolete = True
            line = line[2:].strip()
        if not line:
            finish()
            continue
        if line.startswith("#"):
            if has_key:
                finish()
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            continue
        match = re.fullmatch(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)?\s*"(.*)"', line)
        if not match:
            raise NotAPOFile(f"{path}:{number}: {line}")
        word, text = match[1], unquoted(match[2])
        if word in ("msgctxt", "msgid") and has_key and entry.texts:
            finish()
        target = word or target
        if word == "msgid":
            has_key, entry.line, entry.key = True, number, text
        elif word == "msgctxt":
            entry.context = text
        elif word == "msgid_plural":
            entry.many = text
        elif word:
            entry.texts.append(text)
        elif target == "msgid":
            entry.key += text
        elif target == "msgctxt":
            entry.context = (entry.context or "") + text
        elif target == "msgid_plural":
            entry.many = (entry.many or "") + text
        elif entry.texts:
            entry.texts[-1] += text
    finish()
    return entries


def placeholders(text: str) -> list[str]:
    """The placeholders, in their order."""
    return re.findall(r"%\d+\$s", text.replace("%%", ""))
