"""Runs the system tests; started inside a private machine by Tests/run."""

import argparse
import sys
from pathlib import Path

# In the order they run; the log is looked at last.
import cases_ssh  # noqa: F401
import cases_by_key  # noqa: F401
import cases_sudo_su  # noqa: F401
import cases_store  # noqa: F401
import cases_policy  # noqa: F401
import cases_enrol_at_login  # noqa: F401
import cases_trial  # noqa: F401
import cases_helpdesk  # noqa: F401
import cases_tokens  # noqa: F401
import cases_peers  # noqa: F401
import cases_keys  # noqa: F401
import cases_challenges  # noqa: F401
import cases_login_languages  # noqa: F401
import cases_languages  # noqa: F401
import cases_sent  # noqa: F401
import cases_import  # noqa: F401
import cases_migration  # noqa: F401
import cases_doctor  # noqa: F401
import cases_enable  # noqa: F401
import cases_enable_killed  # noqa: F401
import cases_guides  # noqa: F401
import cases_install  # noqa: F401
import cases_log  # noqa: F401
import suite
from machine import Machine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("module", "command", "sshd", "security-key", "checkout"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases with this text in their names")
    options = parser.parse_args()
    machine = Machine(options.module, options.command, options.sshd, options.security_key, options.checkout)
    passed = suite.run(machine, options.only)
    machine.sshd.stop()
    machine.log.close()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
