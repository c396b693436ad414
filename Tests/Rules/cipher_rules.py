"""Rules for what the module takes of nettle."""

import re

from rules import rule
from sources import files

CIPHERS = re.compile(r"\b(aes\w*|cbc\w*|gcm\w*|ghash\w*|ccm\w*|eax\w*|cmac\w*|siv\w*|xts\w*)\b", re.IGNORECASE)
ABSENT = "Sources/CPosix/AbsentCiphers.c"


# What only the command is linked with.
APART = ("Sources/CPAM", "Sources/CQR", "Sources/CNettleCiphers", "Sources/CKeyFile")


@rule("nothing in the core calls a cipher that AbsentCiphers.c leaves out of the module")
def absent_ciphers() -> list[str]:
    return [source.at(index) for source in files(".h", ".c", ".swift", below=("Sources/C",))
            for index, line in enumerate(source.lines)
            if source.path != ABSENT and not source.path.startswith(APART)
            and re.search(r"nettle", line) and CIPHERS.search(line)]
