"""One login of countersign with stores that differ in one thing, measured in turn."""

import argparse
import os
from pathlib import Path

from arena import Arena
from contender import Countersign
from report import ranged, share


def compare_stores(options: argparse.Namespace, place: Path, columns: list[str],
                   stores: list[Countersign]) -> list[list[str]]:
    """A table with a column for each store; under each row the ratios against the first."""
    # What was written for the stores must not be on its way to the disk any more.
    os.sync()
    arena = Arena(options.program, place, stores)
    processes, _ = arena.cold(options.rounds)
    warm = arena.warm(options.rounds * 2)
    calls = {store.name: [float(len(arena.calls(store, place / "trace")[1]))] for store in stores}
    table = [["median (min–max)", *columns]]
    for label, samples in (("cold: whole process, µs", processes), ("warm: one transaction, µs", warm),
                           ("system calls, warm", calls)):
        table.append([label, *(ranged(samples[store.name]) for store in stores)])
        first = samples[stores[0].name]
        table.append(["  of the first", *(share(samples[store.name], first) for store in stores)])
    return table
