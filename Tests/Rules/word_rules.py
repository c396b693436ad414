"""Rules for what people are told, in English and in other languages: those of po/check."""

import sys

from rules import rule
from sources import TOP

sys.path.insert(0, str(TOP / "po"))

import checks  # noqa: E402

for name, function in checks.checks:
    rule(name)(function)
