"""Which literals of the sources are messages, and what a catalogue has to say of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from swift_literals import Group, Literal, literals

TOP = Path(__file__).resolve().parent.parent
# Where people are told something. What else is there says nothing, or says it to programs.
FOLDERS = (
    "Sources/countersign", "Sources/Delivery", "Sources/CountersignCompanion", "Sources/ForeignFormats",
    "Sources/LoginStacks")
# The module's texts have a catalogue of their own: every literal of this file is one, with a context.
LOGIN = "Sources/Countersign/Session/LoginText.swift"
# Texts of the core that the command shows: a file, and the property whose literals they are.
FIXED = {
    "Sources/Countersign/Audit/SystemFailure+Remedy.swift": "remedy",
}
SINK = re.compile(
    r"(?:func (?P<function>\w+)|(?P<init>init[?!]?)|case (?P<case>\w+))\s*(?:<[^>]*>)?\((?P<parameters>[^{}]*?)\)"
    r"(?:\s*throws|\s*->|\s*\{|\s*$|\s*where|\s*/)", re.M)
TYPE = re.compile(r"^(?:public |fileprivate |private )?(?:struct|enum|extension|class) ([\w.]+)", re.M)
MESSAGE = re.compile(r":\s*(?:inout |borrowing |consuming )?Message\??(?:\s*=.*)?$", re.S)


@dataclass
class Message:
    """One entry of a catalogue."""

    key: str
    many: str | None = None
    context: str | None = None
    places: list[str] = field(default_factory=list)
    # Its literals, for rules about how they are used.
    sinks: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def identity(self) -> tuple[str | None, str, str | None]:
        return self.context, self.key, self.many


@dataclass(frozen=True)
class Sink:
    """A parameter that takes a message: of a function, or of the initialiser of a type."""

    callee: str
    label: str | None
    # Of a parameter without a label.
    position: int | None = None


def swift_files() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (TOP / folder).rglob("*.swift"))


def parameters(text: str) -> Iterator[str]:
    """The parameters of a declaration, one after another."""
    depth, start = 0, 0
    for index, character in enumerate(text):
        if character in "([<{":
            depth += 1
        elif character in ")]}" or (character == ">" and text[index - 1] != "-"):
            depth -= 1
        elif character == "," and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()


def sinks() -> dict[Sink, int]:
    """Everything that is declared to take a message, each with the most arguments that a call of it has."""
    found: dict[Sink, int] = {Sink(name, None, position): 3 for name in ("said", "Message") for position in (0, 1)}

    def add(sink: Sink, most: int) -> None:
        found[sink] = max(found.get(sink, 0), most)

    for path in [*swift_files(), *sorted((TOP / "Sources/Words").rglob("*.swift"))]:
        source = path.read_text()
        for match in SINK.finditer(source):
            before = [declared[1] for declared in TYPE.finditer(source[:match.start()])]
            type_name = before[-1].split(".")[-1] if before else ""
            declared_here = list(parameters(match["parameters"]))
            for position, parameter in enumerate(declared_here):
                if not MESSAGE.search(parameter):
                    continue
                label = parameter.split(":")[0].split()[0]
                place = (None, position) if label == "_" else (label, None)
                names = [match["function"] or match["case"]]
                if match["init"]:
                    names = [type_name, f"{type_name}.init"]
                for name in names:
                    add(Sink(name, *place), len(declared_here))
        # What a struct is made of is what its initialiser takes.
        for declared in TYPE.finditer(source):
            name = declared[1].split(".")[-1]
            body = source[declared.end():]
            for stored in re.finditer(r"^  (?:public )?(?:let|var) (\w+): Message\??$", body, re.M):
                add(Sink(name, stored[1]), 100)
    return found


def enclosing_type(source: str, place: int) -> str:
    types = [declared[1] for declared in TYPE.finditer(source[:place])]
    return types[-1].split(".")[-1] if types else ""


def is_declared(group: Group, source: str, literal: Literal) -> bool:
    """Whether a pair of braces is the body of something whose value is a message."""
    head = re.sub(r"\s+", " ", group.head)[-300:]
    return bool(re.search(r"(?:->|:) ?(?:\[?Message\]?\??|\((?:Message, ?)+Message\)|\[\(\w+, Message\)\]) ?$", head))


def is_assigned(literal: Literal) -> bool:
    """Whether it is the value of a variable that is declared as a message, or is said to be one."""
    before = literal.before.split("\n\n")[-1]
    for declared in re.finditer(r"\b(?:let|var) \w+: (?:Message|\[\(\w+, Message\)\])\s*=", before):
        rest = before[declared.end():]
        if rest.count("{") in (rest.count("}"), rest.count("}") + 1) and not re.search(
                r"\n\s*(?:let|var|return|guard|if|default) ", rest):
            return True
    return bool(re.match(r"\s*(?:\)\s*)?as Message\b", literal.after))


def sink_of(literal: Literal, source: str, known: dict[Sink, int]) -> str | None:
    """What takes the literal as a message: the name of a function, or `value` for one that is just a value."""
    if re.search(r"[=!]= ?$", literal.before) or re.match(r" [=!]= ", literal.after):
        return None
    if is_assigned(literal):
        return "value"
    for group in reversed(literal.groups):
        if group.bracket == "(" and group.callee and group.callee not in ("return", "in", "if", "guard", "case"):
            names = [group.callee]
            if group.callee == "init":
                names = [enclosing_type(source, group.start), f"{enclosing_type(source, group.start)}.init"]
            for name in names:
                most = known.get(Sink(name, group.label, None if group.label else group.position), 0)
                if group.whole is not None and group.whole.position < most:
                    if is_label(literal, group):
                        return "label"
                    return name.removesuffix(".init") + (f" {group.label}" if group.label else "")
            return None
        if group.bracket == "\\(" or (group.bracket == "[" and group.callee):
            return None
        if group.bracket == "{":
            if is_declared(group, source, literal):
                return "value"
            # Closures and branches: what they are the value of stands further out.
            continue
    return None


def is_label(literal: Literal, inner: Group) -> bool:
    """Whether it stands in front of a value, which begins in a certain column."""
    index = next(place for place, group in enumerate(literal.groups) if group.start == inner.start)
    outer = literal.groups[index - 1] if index > 0 else None
    return outer is not None and outer.bracket == "(" and outer.callee == "field" and outer.position == 0


def translators_comment(source: str, literal: Literal) -> str | None:
    """A comment `// Translators: …` on the lines above, or at the end of the line."""
    lines = source.split("\n")
    end = source.find("\n", literal.end)
    if match := re.search(r"// Translators: (.*)$", source[literal.end:end]):
        return match[1]
    index, words = literal.line - 2, []
    while index >= 0 and lines[index].strip().startswith("//") and not lines[index].strip().startswith("///"):
        words.insert(0, lines[index].strip().removeprefix("//").strip())
        index -= 1
    text = " ".join(words)
    return text.removeprefix("Translators: ") if text.startswith("Translators: ") else None


def context_of(literal: Literal, known: dict[int, str]) -> str | None:
    """The `context:` of the call that the literal stands in."""
    for group in reversed(literal.groups):
        if group.bracket == "(" and group.callee in ("said", "Message"):
            return known.get(group.start)
    return None


def call(group: Group, source: str) -> str:
    """The arguments of a call."""
    depth = 0
    for index in range(group.start, len(source)):
        if source[index] in "([{":
            depth += 1
        elif source[index] in ")]}":
            depth -= 1
            if depth == 0:
                return source[group.start:index + 1]
    return source[group.start:]


@dataclass
class Found:
    """What a source has: its messages, and literals that look like text and are none."""

    messages: list[tuple[Message, Literal, str]]
    others: list[Literal]


def of_source(path: Path, known: dict[Sink, int]) -> Found:
    source = path.read_text()
    name = str(path.relative_to(TOP))
    found = Found([], [])
    pending: tuple[Message, int] | None = None
    all_literals = literals(source)
    contexts = {literal.groups[-1].start: literal.text for literal in all_literals
                if literal.groups and literal.groups[-1].label == "context"}
    for literal in all_literals:
        literal.after = source[literal.end:literal.end + 60]
        sink = sink_of(literal, source, known)
        group = next((g for g in reversed(literal.groups) if g.bracket in "({"), None)
        if group is not None and group.label == "context":
            continue
        if sink is None or (sink == "value" and not re.search(r"[A-Za-z]{2}", re.sub(r"%\d+\$s", "", literal.text))):
            found.others.append(literal)
            continue
        comment = translators_comment(source, literal)
        is_plural = group is not None and group.bracket == "(" and group.callee in ("said", "Message") and re.search(
            r"\bcount: ", call(group, source))
        if is_plural and group.position == 0:
            message = Message(literal.text, None, context_of(literal, contexts), [f"{name}:{literal.line}"])
            pending = (message, group.start)
        elif is_plural and pending is not None and pending[1] == group.start:
            pending[0].many = literal.text
            message, pending = pending[0], None
        else:
            message = Message(literal.text, None, context_of(literal, contexts), [f"{name}:{literal.line}"])
        if comment:
            message.comments.append(comment)
        if not is_plural or message.many is not None:
            message.sinks.add(sink)
            found.messages.append((message, literal, sink))
    return found


def fixed(path: Path, name: str) -> Iterator[Message]:
    """Every literal in the body of a property."""
    source = path.read_text()
    start = source.index(f"var {name}:")
    body = source[start:]
    body = body[:re.search(r"^  }$", body, re.M).end()]
    for literal in literals(body):
        line = source.count("\n", 0, start + literal.start) + 1
        yield Message(literal.text, None, None, [f"{path.relative_to(TOP)}:{line}"])


def all_messages() -> dict[tuple[str | None, str, str | None], Message]:
    """Every message of the sources, in the order of files and lines."""
    known = sinks()
    found: dict[tuple[str | None, str, str | None], Message] = {}

    def add(message: Message) -> None:
        if message.key == "":
            return
        if message.identity in found:
            known_one = found[message.identity]
            known_one.places += message.places
            known_one.sinks |= message.sinks
            known_one.comments += [text for text in message.comments if text not in known_one.comments]
        else:
            found[message.identity] = message

    for path in swift_files():
        for message, _, _ in of_source(path, known).messages:
            add(message)
    for name, inside in FIXED.items():
        for message in fixed(TOP / name, inside):
            add(message)
    if (TOP / LOGIN).exists():
        for literal in literals((TOP / LOGIN).read_text()):
            add(Message(literal.text, None, "login", [f"{LOGIN}:{literal.line}"]))
    return found
