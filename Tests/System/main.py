"""Runs the system tests; started inside a private machine by Tests/run."""

import argparse
import importlib
import sys
from pathlib import Path

# What logs people in by the hundred, and reads their states.
sys.path.append(str(Path(__file__).resolve().parent.parent / "Races"))

import many_hosts  # noqa: E402
import suite  # noqa: E402
from machine import Machine  # noqa: E402

# Files of cases, in the order they run. The groups take as long as each other, so that machines can share them.
GROUPS = {
    "logins": [
        "ssh", "by_key", "sudo_su", "store", "policy", "enrol_at_login", "trial", "helpdesk", "login_languages",
        "languages", "import", "migration", "log",
    ],
    "factors": ["tokens", "peers", "keys", "challenges", "security_key", "agent", "key_wait", "sent"],
    "services": ["doctor", "enable", "enable_killed", "guides", "install"],
    "directories": [
        "directory", "directory_admin", "directory_key", "directory_faults", "directory_kerberos", "directory_doctor",
        "directory_away", "directory_races", "directory_guide",
    ],
}
# Of any group, and after all others.
LAST = "whole_log"


def load(groups: list[str]) -> None:
    """Makes the cases of these groups known."""
    there = {file.stem.removeprefix("cases_") for file in Path(__file__).parent.glob("cases_*.py")}
    named = {name for names in GROUPS.values() for name in names}
    if there != named | {LAST}:
        sys.exit(f"main.py: error: in no group, or not there: {sorted(there ^ (named | {LAST}))}")
    for name in [*(name for group in groups for name in GROUPS[group]), LAST]:
        importlib.import_module(f"cases_{name}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("module", "command", "sshd", "security-key", "checkout"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases with this text in their names")
    parser.add_argument("--group", choices=GROUPS, help="only the cases of one group")
    parser.add_argument("--slapd", type=Path, default=Path("/"), metavar="FOLDER", help="where its package is unpacked")
    parser.add_argument("--kdc", type=Path, default=Path("/"), metavar="FOLDER", help="the same for krb5-kdc")
    parser.add_argument("--long", action="store_true", help="races with the full numbers")
    options = parser.parse_args()
    load([options.group] if options.group else list(GROUPS))
    machine = Machine(
        options.module, options.command, options.sshd, options.security_key, options.checkout, options.slapd,
        options.kdc, options.long)
    passed = suite.run(machine, options.only)
    many_hosts.close()
    machine.sshd.stop()
    machine.log.close()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
