"""A real sshd under another name, whose PAM service is that name."""

import shutil
import subprocess
from pathlib import Path

from log_listener import LogListener

PORT = 2222
NAME = "countersign-sshd"

CONFIGURATION = """\
Port {port}
ListenAddress 127.0.0.1
ListenAddress ::1
HostKey {folder}/host-key
PidFile none
AuthorizedKeysFile {folder}/keys/%u
UsePAM yes
UseDNS no
PrintMotd no
PrintLastLog no
MaxStartups 100
PasswordAuthentication no
KbdInteractiveAuthentication yes
PubkeyAuthentication yes
PermitRootLogin prohibit-password
AuthenticationMethods keyboard-interactive
Match User carol
    AuthenticationMethods publickey,keyboard-interactive
Match User bob
    AuthenticationMethods publickey,keyboard-interactive keyboard-interactive
"""


class Sshd:
    """Listens on the loopback interface of the private machine."""

    def __init__(self, binary: Path, folder: Path, log: LogListener):
        self.folder = folder
        (folder / "keys").mkdir(parents=True)
        shutil.copy(binary, folder / NAME)
        (folder / "sshd_config").write_text(CONFIGURATION.format(port=PORT, folder=folder))
        self.make_key("host-key")
        host_key = (folder / "host-key.pub").read_text()
        (folder / "known_hosts").write_text("".join(f"[{host}]:{PORT} {host_key}" for host in ("127.0.0.1", "::1")))
        mark = log.mark()
        self.process = subprocess.Popen(
            [folder / NAME, "-D", "-f", folder / "sshd_config"], stdin=subprocess.DEVNULL)
        if log.wait_for(rf"{NAME}\[\d+\]: Server listening on 127\.0\.0\.1", mark, seconds=20) is None:
            raise SystemExit("sshd did not start:\n" + "\n".join(log.since(mark)))

    def make_key(self, name: str) -> Path:
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", self.folder / name], check=True)
        return self.folder / name

    def client(self, user: str, command: str, options: list[str], host: str = "127.0.0.1") -> list[str]:
        """The command line of an ssh client that knows this server, asks once and reads no files of the machine."""
        settings = [
            f"Port={PORT}", f"UserKnownHostsFile={self.folder}/known_hosts", "GlobalKnownHostsFile=/dev/null",
            "StrictHostKeyChecking=yes", "NumberOfPasswordPrompts=1", "IdentitiesOnly=yes",
            "PreferredAuthentications=publickey,keyboard-interactive", *options,
        ]
        arguments = [word for setting in settings for word in ("-o", setting)]
        return ["ssh", "-F", "none", "-T", *arguments, f"{user}@{host}", command]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
