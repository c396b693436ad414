"""From install.sh to a login, on the private machine's own paths."""

import base64
import os
import re
import subprocess
from pathlib import Path

from codes import Authenticator
from failure import expect
from machine import ENVIRONMENT, Machine, ssh_line
from sshd import NAME
from suite import case


def run(machine: Machine, *arguments: str) -> str:
    """Runs a command as an administrator does, in a shell that finds what is installed."""
    environment = ENVIRONMENT | {"PATH": "/usr/local/sbin:" + os.environ["PATH"], "HOME": "/root"}
    done = subprocess.run(
        arguments, env=environment, cwd=machine.checkout, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=300)
    expect(done.returncode == 0, f"{' '.join(arguments)} to succeed:\n{done.stdout}")
    return done.stdout


def secret_of(uri: str) -> bytes:
    found = re.search(r"otpauth://totp/\S*[?&]secret=([A-Z2-7]+)", uri)
    expect(found, "an otpauth URI with a secret")
    return base64.b32decode(found[1] + "=" * (-len(found[1]) % 8)) if found else b""


@case("install: install.sh, enroll, one PAM line, a login, and the code a second time")
def from_nothing(machine: Machine) -> None:
    before = {file: file.read_bytes() for file in Path("/etc/pam.d").iterdir()}
    run(machine, "./install.sh", "--no-build")
    expect({file: file.read_bytes() for file in Path("/etc/pam.d").iterdir()} == before, "/etc/pam.d untouched")
    run(machine, "countersign", "enroll", "alice", "--no-confirm", "--quiet")
    phone = Authenticator(secret_of(run(machine, "countersign", "qr", "alice", "--qr", "none", "--show-uri")))
    machine.service(NAME, "auth required pam_unix.so nodelay", "auth required pam_countersign.so")
    code = phone.code()
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", code))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
    machine.logged(
        ssh_line("accepted", "totp", device="1:phone"), ssh_line("refused", "replayed-code", device="1:phone"))
    Path("/etc/pam.d", NAME).unlink()
    run(machine, "./install.sh", "--uninstall", "--purge")
    expect(not Path("/var/lib/countersign").exists(), "no store after --purge")
