"""The string literals of a Swift source, and what stands around each of them."""

import re
from dataclasses import dataclass

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", '"': '"', "'": "'", "\\": "\\"}
OPENING = {"(": ")", "[": "]", "{": "}"}


@dataclass
class Group:
    """A pair of brackets that is open where a literal stands."""

    bracket: str
    # What stands right before it: the function that is called, without what it is called on.
    callee: str
    # The source of the line up to the bracket, with the lines before it that belong to it.
    head: str
    start: int
    # The label of the argument that is being read, if the group is a call.
    label: str | None = None
    # How many arguments have ended before this one.
    position: int = 0
    # The same pair of brackets as it is when it has been read to its end.
    whole: "Group | None" = None


@dataclass
class Literal:
    start: int
    end: int
    line: int
    # The text as gettext has it: an interpolation is %1$s, %2$s …
    text: str
    # The source of each interpolation.
    arguments: list[str]
    groups: list[Group]
    is_multiline: bool
    # Whether it stands inside the interpolation of another literal.
    is_inner: bool
    before: str
    after: str


class Scanner:
    def __init__(self, source: str):
        self.source = source
        self.place = 0
        self.literals: list[Literal] = []
        self.groups: list[Group] = []
        self.depth = 0

    def scan(self) -> list[Literal]:
        self.code(None)
        for literal in self.literals:
            literal.after = self.source[literal.end:literal.end + 40]
        return sorted(self.literals, key=lambda literal: literal.start)

    def line(self, place: int) -> int:
        return self.source.count("\n", 0, place) + 1

    def code(self, until: str | None) -> None:
        """Reads code up to the bracket that closes it."""
        source = self.source
        while self.place < len(source):
            character = source[self.place]
            if source.startswith("//", self.place):
                self.place = source.find("\n", self.place)
                if self.place < 0:
                    self.place = len(source)
            elif source.startswith("/*", self.place):
                self.place = source.index("*/", self.place) + 2
            elif character == '"' or (character == "#" and re.match(r'#+"', source[self.place:self.place + 4])):
                self.literal()
            elif character in OPENING:
                self.open(character)
            elif character == until:
                self.place += 1
                return
            else:
                if self.groups:
                    self.separate(character)
                self.place += 1

    def separate(self, character: str) -> None:
        group = self.groups[-1]
        if group.bracket == "(" and character == ",":
            group.position += 1
            group.label = None
        elif group.bracket == "(" and character == ":" and group.label is None:
            text = self.source[max(group.start + 1, self.place - 100):self.place]
            match = re.search(r"(?:^|,)\s*([A-Za-z_]\w*)(?:\s+[A-Za-z_]\w*)?$", text)
            if match:
                group.label = match[1]

    def open(self, bracket: str) -> None:
        before = self.source[max(0, self.place - 600):self.place]
        match = re.search(r"([A-Za-z_]\w*)[?!]?$", before[-80:])
        head = before[max(before.rfind("\n\n"), before.rfind("}\n"), before.rfind("{\n")) + 1:]
        self.groups.append(Group(bracket, match[1] if match else "", head.strip(), self.place))
        self.place += 1
        self.code(OPENING[bracket])
        self.groups.pop()

    def literal(self) -> None:
        source, start = self.source, self.place
        hashes = re.match(r"#*", source[start:])[0]
        self.place += len(hashes)
        multi = source.startswith('"""', self.place)
        quote = ('"""' if multi else '"') + hashes
        self.place += 3 if multi else 1
        escape = "\\" + hashes
        before = source[max(0, start - 200):start]
        is_inner = self.depth > 0
        snapshot = [Group(g.bracket, g.callee, g.head, g.start, g.label, g.position, g) for g in self.groups]
        parts: list[str] = []
        arguments: list[str] = []
        while not source.startswith(quote, self.place):
            if source.startswith(escape, self.place):
                self.place += len(escape)
                character = source[self.place]
                if character == "(":
                    inner = self.place
                    self.depth += 1
                    self.groups.append(Group("\\(", "", "", inner))
                    self.place += 1
                    self.code(")")
                    self.groups.pop()
                    self.depth -= 1
                    arguments.append(source[inner + 1:self.place - 1])
                    parts.append(f"\0{len(arguments)}\0")
                elif character == "u":
                    end = source.index("}", self.place)
                    parts.append(chr(int(source[self.place + 2:end], 16)))
                    self.place = end + 1
                elif character == "\n":
                    parts.append("\1")
                    self.place += 1
                else:
                    parts.append(ESCAPES[character])
                    self.place += 1
            else:
                parts.append(source[self.place])
                self.place += 1
        self.place += len(quote)
        text = "".join(parts)
        if multi:
            text = unindented(text, source, self.place - len(quote))
        if arguments:
            text = text.replace("%", "%%")
        text = re.sub("\0(\\d+)\0", r"%\1$s", text)
        self.literals.append(Literal(
            start, self.place, self.line(start), text, arguments, snapshot, multi, is_inner, before, ""))


def unindented(text: str, source: str, closing: int) -> str:
    """The text of a multi-line literal, without what its closing line is indented by and without escaped line ends."""
    indent = closing - (source.rfind("\n", 0, closing) + 1)
    # An escaped line end stands in front of a line that is indented like the others.
    lines = re.split("(\n|\1)", text)
    result = ""
    for index, part in enumerate(lines):
        if part == "\n":
            result += "\n"
        elif part != "\1":
            result += part[indent:] if index > 0 and part[:indent].strip() == "" else part
    return result.removeprefix("\n").removesuffix("\n")


def literals(source: str) -> list[Literal]:
    """All literals of a source, inner ones among them, in order."""
    return Scanner(source).scan()
