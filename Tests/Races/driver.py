"""Runs the rules about races and faults; see `run`."""

import argparse
import sys
from pathlib import Path

import administration_rules
import audit_rules
import fault_rules
import kill_rules
import clock_rules
import disk_rules
import file_rules
import helpdesk_rules
import race_rules
import resync_rules
from arena import Arena
from report import Report

SECTIONS = (
    race_rules, resync_rules, audit_rules, administration_rules, helpdesk_rules, fault_rules, kill_rules, file_rules,
    disk_rules, clock_rules)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--module", type=Path, required=True)
    parser.add_argument("--command", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    report = Report(options.only)
    arena = Arena(report, options.module, options.command, options.work, options.long)
    try:
        for section in SECTIONS:
            section.check_rules(arena)
    finally:
        arena.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
