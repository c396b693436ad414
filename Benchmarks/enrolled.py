"""Whether a login takes longer where many are enrolled: stores of different sizes, measured in turn."""

import argparse
import os
from pathlib import Path

from arena import Arena
from contender import CrowdedCountersign
from report import ranged, share

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
    # What was written for the crowd must not be on its way to the disk any more.
    os.sync()
    arena = Arena(options.program, place, stores)
    processes, _ = arena.cold(options.rounds)
    warm = arena.warm(options.rounds * 2)
    calls = {store.name: [float(len(arena.calls(store, place / "trace")[1]))] for store in stores}
    table = [["median (min–max)", *numbers]]
    for label, samples in (("cold: whole process, µs", processes), ("warm: one transaction, µs", warm),
                           ("system calls, warm", calls)):
        table.append([label, *(ranged(samples[store.name]) for store in stores)])
        first = samples[stores[0].name]
        table.append(["  of that with one user", *(share(samples[store.name], first) for store in stores)])
    return table
