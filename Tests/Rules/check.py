"""Checks the rules for sources, manuals and scripts; without --command not those that need the built command."""

import argparse
import sys
from pathlib import Path

import cipher_rules  # noqa: F401
import incident_rules  # noqa: F401
import manual_rules
import packaging_rules  # noqa: F401
import rules
import swift_rules  # noqa: F401
import text_rules  # noqa: F401
import word_rules  # noqa: F401


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", type=Path)
    command = parser.parse_args().command
    if command is not None:
        manual_rules.make_command_rules(command)
    return 0 if rules.check() else 1


if __name__ == "__main__":
    sys.exit(main())
