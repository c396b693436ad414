"""Rules by name; each gives the places that break it."""

from collections.abc import Callable

Rule = Callable[[], list[str]]
rules: list[tuple[str, Rule]] = []


def rule(name: str) -> Callable[[Rule], Rule]:
    """Marks a function as a rule."""
    def register(function: Rule) -> Rule:
        rules.append((name, function))
        return function
    return register


def check() -> bool:
    """Checks every rule; whether all are kept."""
    kept = True
    for name, function in rules:
        broken = function()
        print(f"{'FAIL' if broken else 'ok'} {name}")
        for place in broken:
            print(f"  | {place}")
        kept = kept and not broken
    return kept
