"""The measurements as tables: medians with their range, ratios, and whether the targets are met."""

from dataclasses import dataclass
from statistics import median

NAMES = {"google": "google-auth", "oath": "pam_oath", "countersign": "countersign", "floor": "floor"}


def ranged(values: list[float]) -> str:
    """The median, and the range if there is one."""
    if len(values) == 1 or min(values) == max(values):
        return f"{values[0]:.0f}"
    return f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def share(values: list[float], whole: list[float]) -> str:
    """The ratio of the medians."""
    return f"{median(values) / median(whole):.2f}×"


def print_columns(table: list[list[str]], left: tuple[int, ...] = (0,)) -> None:
    """A table with a line under its head; all columns stand on the right but those named."""
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    for number, line in enumerate(table):
        cells = [cell.ljust(width) if column in left else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


@dataclass
class Row:
    """One measurement of every contender; `limit` is a target relative to google-authenticator, `most` an absolute."""

    label: str
    unit: str
    samples: dict[str, list[float]]
    limit: float | None = None
    most: float | None = None

    def median(self, name: str) -> float:
        return median(self.samples[name])

    def ratio(self, name: str) -> float | None:
        other = self.median(name)
        return self.median("countersign") / other if other > 0 else None

    def verdict(self) -> str:
        if self.most is not None:
            met = self.median("countersign") <= self.most
            return f"at most {self.most:g}: {'met' if met else 'NOT MET'}"
        if self.limit is None:
            return ""
        ratio = self.ratio("google")
        met = ratio is not None and ratio <= self.limit
        return f"≤ {self.limit:.2f}×: {'met' if met else 'NOT MET'}"

    def cell(self, name: str) -> str:
        values = self.samples.get(name)
        return ranged(values) if values else ""


class Report:
    """Collects sections and prints them once everything is measured."""

    def __init__(self) -> None:
        self.sections: list[tuple[str, list[Row]]] = []
        self.tables: list[tuple[str, list[list[str]]]] = []

    def add_table(self, title: str, table: list[list[str]]) -> None:
        self.tables.append((title, table))

    def add_split(self, title: str, parts: dict[str, float]) -> None:
        """Where the time of a login goes."""
        whole = sum(parts.values())
        table = [["mean", "µs", "share"]]
        table += [[name, f"{value:.0f}", f"{value / whole:.0%}"] for name, value in parts.items()]
        self.add_table(f"Where a warm login spends its time: {title}", [*table, ["together", f"{whole:.0f}", ""]])

    def add(self, title: str, rows: list[Row]) -> None:
        self.sections.append((title, rows))

    def print(self, conditions: str) -> None:
        print(conditions)
        for title, rows in self.sections:
            print(f"\n{title}\n")
            self.print_table(rows)
        for title, table in self.tables:
            print(f"\n{title}\n")
            print_columns(table)
        rows = [row for _, rows in self.sections for row in rows]
        missed = [f"{row.label} ({title})" for title, rows in self.sections for row in rows
                  if "NOT MET" in row.verdict()]
        print(f"\nTargets: {sum(': met' in row.verdict() for row in rows)} met, {len(missed)} not met")
        for entry in missed:
            print(f"  not met: {entry}")

    def print_table(self, rows: list[Row]) -> None:
        table = [["median (min–max)", *(NAMES[name] for name in ("google", "oath", "countersign")),
                  "vs google", "vs oath", "target"]]
        for row in rows:
            ratios = ["-" if (value := row.ratio(name)) is None else f"{value:.2f}×" for name in ("google", "oath")]
            label = f"{row.label}, {row.unit}" if row.unit else row.label
            table.append([label, *(row.cell(name) for name in ("google", "oath", "countersign")), *ratios,
                          row.verdict()])
            if "floor" in row.samples:
                table.append(["  pam_permit and one fdatasync", row.cell("floor"), "", "", "", "", ""])
        print_columns(table, left=(0, 6))
