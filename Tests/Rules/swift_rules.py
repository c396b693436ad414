"""Rules for the Swift sources."""

import re
from statistics import median, quantiles

from rules import rule
from sources import CORE, files

UNSAFE_FOLDERS = (
    "Sources/PAMCountersign/", "Sources/Countersign/System/", "Sources/Countersign/Store/",
    "Sources/Countersign/Secrets/",
)
IMPORTS = {
    "Sources/OATH/": set(), "Sources/Countersign/": {"OATH", "CAES", "CPosix", "CNettle"},
    "Sources/PAMCountersign/": {"Countersign", "OATH", "CPAM", "CPosix"},
}
TYPE = re.compile(r"^(?:@\w+(?:\([^)]*\))? )*(?:public |final |indirect |package )*"
                  r"(?:struct|enum|class|actor|protocol) (\w+)")


@rule("Swift functions have at most 60 lines")
def function_length() -> list[str]:
    found, lengths = [], []
    for source in files(".swift", below=("Sources/",)):
        for start, length in source.functions():
            lengths.append(length)
            if length > 60:
                found.append(f"{source.at(start)} ({length} lines)")
    print(f"  functions: {len(lengths)}, median {median(lengths):.0f}, 95 % up to "
          f"{quantiles(lengths, n=20)[-1]:.0f}, longest {max(lengths)} lines")
    return found


@rule("the core cannot trap: no try!, as!, forced unwrapping, fatalError or precondition")
def traps() -> list[str]:
    pattern = (r"\btry!|\bas!|\b(?:fatalError|preconditionFailure|precondition|assert|assertionFailure)\("
               r"|[\w)\]]!(?=[\s.,;:)\]}\[(?]|$)")
    return [hit for source in files(".swift", below=CORE) for hit in source.find(pattern)]


@rule("the command has no try!, as! or fatalError")
def command_traps() -> list[str]:
    pattern = r"\btry!|\bas!|\b(?:fatalError|preconditionFailure)\("
    below = ("Sources/countersign/", "Sources/CQRSymbol/", "Sources/ForeignFormats/")
    return [hit for source in files(".swift", below=below) for hit in source.find(pattern)]


@rule("the core imports nothing but its own modules and the C ones")
def imports() -> list[str]:
    found = []
    for folder, allowed in IMPORTS.items():
        for source in files(".swift", below=(folder,)):
            for index, line in enumerate(source.code):
                match = re.search(r"^\s*(?:@\w+ )*(?:public |private |internal )?import (?:\w+ )?(\w+)", line)
                if match and match[1] not in allowed:
                    found.append(source.at(index))
    return found


@rule("the core stays in the Embedded subset: no any, no untyped throws, no async, no Task")
def embedded_subset() -> list[str]:
    pattern = r"\bany [A-Z]|\bthrows(?! ?\()\b|\basync\b|\bTask\b|\bCodable\b"
    return [hit for source in files(".swift", below=CORE) for hit in source.find(pattern)]


@rule("texts of the core are StaticString, read by Array(ascii:), equals and starts(with:)")
def texts() -> list[str]:
    """String's views would link 12 KB into every process that logs people in; OATH's are only for the command."""
    return [hit for source in files(".swift", below=("Sources/Countersign/", "Sources/PAMCountersign/"))
            for hit in source.find(r"\.utf8\b|\bString\((?!cString)")]


@rule("`unsafe` is only where it may be, under a line that says why it is safe")
def unsafe() -> list[str]:
    found = []
    for source in files(".swift", below=("Sources/",)):
        # Those about C have names such as CPosix; Countersign itself is none of them.
        allowed = source.path.startswith(UNSAFE_FOLDERS) or re.match(r"Sources/C[A-Z]", source.path)
        for index, line in enumerate(source.code):
            if re.search(r"(?<![\w(.])unsafe(?!\w)", line) and not (allowed and explained(source, index)):
                found.append(source.at(index))
    return found


def explained(source, index: int) -> bool:
    """Whether a SAFETY line stands above, in the same function."""
    for above in range(index, -1, -1):
        if "// SAFETY:" in source.lines[above]:
            return True
        if above < index and re.match(r" {0,4}}$", source.code[above]):
            return False
    return False


@rule("a file is named after the one type it is about")
def file_names() -> list[str]:
    found = []
    for source in files(".swift", below=("Sources/",)):
        name = source.path.rsplit("/", 1)[1].removesuffix(".swift").split("+")[0]
        types = [match[1] for line in source.code if (match := TYPE.match(line))]
        extended = [match[1] for line in source.code if (match := re.match(r"(?:public )?extension (\w+)", line))]
        functions = any("@c" in line or "@main" in line for line in source.code)
        if len(types) > 1 or (name not in types + extended and not functions):
            found.append(f"{source.path}: {', '.join(types) or 'no type'}")
    return found


@rule("nothing is called Utils, Helpers or Manager")
def names() -> list[str]:
    pattern = re.compile(r"Util(s|ities)?\b|Helpers?\b|Managers?\b")
    return [source.path for source in files(".swift", ".py", ".sh", ".c", ".h") if pattern.search(source.path)] + [
        hit for source in files(".swift", below=("Sources/",))
        for hit in source.find(r"\b(?:struct|class|enum|protocol|actor) \w*(?:Utils?|Utilities|Helpers?|Manager)\b")]


@rule("what is public in the core says what it is; an initialiser may leave that to its type")
def documented() -> list[str]:
    found = []
    for source in files(".swift", below=CORE):
        for index, line in enumerate(source.code):
            if re.match(r"\s*(@\w+(\([^)]*\))? )*public (?!init[?(<]|extension|import)", line):
                above = index - 1
                while above >= 0 and re.match(r"\s*@", source.lines[above]):
                    above -= 1
                if not re.match(r"\s*///", source.lines[above]) and not same_as_above(source, above):
                    found.append(source.at(index))
    return found


def same_as_above(source, index: int) -> bool:
    """A line right below another public one shares its comment."""
    return bool(re.match(r"\s*public ", source.lines[index]))
