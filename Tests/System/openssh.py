"""The private machine's own sshd, with its own configuration and PAM service, as an administrator has it."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

from failure import Failure

PORT = 2200
BINARY = Path("/usr/sbin/sshd")
CONFIGURATION = Path("/etc/ssh/sshd_config")
DROP_INS = Path("/etc/ssh/sshd_config.d")
PID = Path("/run/sshd.pid")

SETTINGS = f"""\
Include {DROP_INS}/*.conf
Port {PORT}
ListenAddress 127.0.0.1
AuthorizedKeysFile /run/countersign-tests/keys/%u
UseDNS no
KbdInteractiveAuthentication no
UsePAM yes
PrintMotd no
"""


class OpenSSH:
    """Started with Debian's settings; ended with the case."""

    def __init__(self, binary: Path, folder: Path, settings: str = SETTINGS):
        self.folder = folder
        if not BINARY.exists():
            shutil.copy(binary, BINARY)
        shutil.rmtree(DROP_INS, ignore_errors=True)
        DROP_INS.mkdir(parents=True)
        CONFIGURATION.write_text(settings)
        key = Path("/etc/ssh/ssh_host_ed25519_key")
        if not key.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        public = key.with_suffix(".pub").read_text()
        self.known_hosts = folder / "openssh-known-hosts"
        self.known_hosts.write_text(f"[127.0.0.1]:{PORT} {public}")
        PID.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [BINARY, "-D", "-E", folder / "openssh-log"], stdin=subprocess.DEVNULL)
        self.wait()

    def wait(self) -> None:
        """Until it listens; when it reads its configuration again it does not for a moment."""
        deadline = time.monotonic() + 20
        while True:
            try:
                with socket.create_connection(("127.0.0.1", PORT), timeout=5):
                    return
            except OSError:
                if time.monotonic() > deadline:
                    raise Failure("sshd did not start: " + (self.folder / "openssh-log").read_text()) from None
                time.sleep(0.02)

    def client(self, user: str, command: str, *options: str) -> list[str]:
        # While it reads its configuration again it does not listen; each second counts as an attempt.
        settings = [
            "ConnectionAttempts=20", f"Port={PORT}", f"UserKnownHostsFile={self.known_hosts}",
            "GlobalKnownHostsFile=/dev/null", "StrictHostKeyChecking=yes", "NumberOfPasswordPrompts=1",
            "IdentitiesOnly=yes", *options]
        arguments = [word for setting in settings for word in ("-o", setting)]
        return ["ssh", "-F", "none", "-tt", *arguments, f"{user}@127.0.0.1", command]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(DROP_INS, ignore_errors=True)
        CONFIGURATION.unlink(missing_ok=True)
