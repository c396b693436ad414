"""Whether a login takes longer where many are enrolled."""

import argparse
import os
from pathlib import Path

from contender import CrowdedCountersign
from stores import compare_stores

AGAIN = "1 again"


def measure_enrolled(options: argparse.Namespace, place: Path) -> list[list[str]]:
    """A table with a column for each number of users; the last one is a second store with one, and shows the noise."""
    place.mkdir(mode=0o700)
    secret = os.urandom(20)
    numbers = {"1": 1} | {f"{count:,}": count for count in options.users} | {AGAIN: 1}
    stores = [
        CrowdedCountersign(name.replace(" ", "-"), count, options.module, place, secret)
        for name, count in numbers.items()
    ]
    return compare_stores(options, place, list(numbers), stores)
