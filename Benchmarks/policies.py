"""What reading the policy costs: none, and policies of different sizes."""

import argparse
import os
from pathlib import Path

from contender import GovernedCountersign
from stores import compare_stores

LINES = (1, 100, 1_000)


def policy(lines: int) -> list[str]:
    """Blocks of five lines, each about users, a service and networks, of which none is about this login."""
    text = ["Mode mandatory"]
    number = 0
    while len(text) < lines:
        text += [
            f"# Site {number}",
            f"Match User admin{number},ops{number}-* Service sshd,sudo "
            f"Network 10.{number % 256}.0.0/16,2001:db8:{number:x}::/48",
            "    Mode disabled",
            "    Remember 8h same-address",
            '    Prompt "Code of the blue token: "',
        ]
        number += 1
    return text[:lines]


def measure_policies(options: argparse.Namespace, place: Path) -> list[list[str]]:
    """A table with a column for each size; the first has no policy file."""
    place.mkdir(mode=0o700)
    secret = os.urandom(20)
    columns = {"no file": []} | {f"{count:,} lines" if count > 1 else "1 line": policy(count) for count in LINES}
    stores = [
        GovernedCountersign(name.replace(" ", "-").replace(",", ""), text, options.module, place, secret)
        for name, text in columns.items()
    ]
    return compare_stores(options, place, list(columns), stores)
