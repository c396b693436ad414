"""The line that the module writes for a login."""

import re
from dataclasses import dataclass

FORM = re.compile(
    r"(?P<program>\S+?)(\[\d+\])?: pam_countersign\((?P<stack>[^)]+)\): (?P<outcome>\w+) user=(?P<user>\S+) "
    r"service=(?P<service>\S+) address=(?P<address>\S+) tty=(?P<tty>\S+) device=(?P<device>\S+) "
    r"reason=(?P<reason>\S+)(?P<details>.*)$")


@dataclass(frozen=True)
class LogLine:
    outcome: str
    user: str
    service: str
    address: str
    device: str
    reason: str

    @staticmethod
    def all(lines: list[str]) -> list["LogLine"]:
        """The module's lines among those of a log; the steps that `debug` adds are left out."""
        found = [match for line in lines if (match := FORM.search(line))]
        return [LogLine(*(match[name] for name in LogLine.__dataclass_fields__))
                for match in found if match["outcome"] != "debug"]
