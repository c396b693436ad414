"""One real slapd on addresses of its own, with its files below one folder."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from failure import Failure
from ldap_client import LdapClient
from slapd_settings import SlapdSettings

TOP = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class SlapdPackage:
    """Where the package is unpacked; `/` where it is installed."""

    folder: Path

    @property
    def program(self) -> Path:
        return self.folder / "usr/sbin/slapd"

    @property
    def modules(self) -> Path:
        return self.folder / "usr/lib/ldap"

    @property
    def schemas(self) -> Path:
        return self.folder / "etc/ldap/schema"

    @property
    def environment(self) -> dict[str, str]:
        libraries = next((self.folder / "usr/lib").glob("*/libslapi-2.5.so.0"))
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "LD_LIBRARY_PATH": str(libraries.parent)}


class Slapd:
    """Is configured once, and started, stopped and killed as often as a test wants."""

    def __init__(self, package: SlapdPackage, folder: Path, settings: SlapdSettings):
        self.package = package
        self.folder = folder
        self.settings = settings
        self.place = settings.place
        self.socket = folder / "ldapi"
        self.log = folder / "log"
        # Its own key for Kerberos, if there is one.
        self.keytab = folder / "krb5.keytab"
        self.process: subprocess.Popen | None = None
        (folder / "config").mkdir(parents=True, mode=0o700)
        (folder / "data").mkdir(mode=0o700)
        self.load([settings.ldif(package, folder, TOP / "pam/directory/countersign.ldif")], 0)

    def load(self, ldif: Iterable[str], database: int) -> None:
        """Fills a database while the server does not run."""
        file = self.folder / "load.ldif"
        with file.open("w") as parts:
            parts.writelines(ldif)
        done = subprocess.run(
            ["slapadd", "-n", str(database), "-F", self.folder / "config", "-l", file, "-q", "-w"],
            executable=self.package.program, env=self.package.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Failure(f"slapadd: {done.stdout}")

    def dump(self, database: int = 1) -> str:
        return subprocess.run(
            ["slapcat", "-n", str(database), "-F", self.folder / "config", "-o", "ldif-wrap=no"],
            executable=self.package.program, env=self.package.environment, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, check=True).stdout

    @property
    def socket_url(self) -> str:
        return "ldapi://" + str(self.socket).replace("/", "%2F")

    @property
    def environment(self) -> dict[str, str]:
        return self.package.environment | {"KRB5_KTNAME": str(self.keytab), "KRB5RCACHENAME": "none:"}

    def start(self) -> None:
        host, port = self.place
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["slapd", "-d", "0", "-F", self.folder / "config", "-h", f"ldaps://{host}:{port} {self.socket_url}"],
                executable=self.package.program, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=end_with_parent)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                with LdapClient(self.socket) as client:
                    client.bind_external()
                return
            except OSError:
                time.sleep(0.02)
        raise Failure(f"slapd at {self.place} does not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        self.end(signal.SIGTERM)

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def suspend(self) -> None:
        """Lets it hang: what is sent to it is taken by the kernel, and nothing comes back."""
        self.signal(signal.SIGSTOP)
        # On a busy machine a thread may still serve somebody before it learns of the signal.
        end = time.monotonic() + 10
        while self.is_running and not self.is_stopped:
            if time.monotonic() > end:
                raise Failure("slapd does not stop")
            time.sleep(0.001)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def is_stopped(self) -> bool:
        """Whether each of its threads is."""
        states = []
        for thread in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            try:
                states.append(thread.read_text().rpartition(")")[2].split()[0])
            except (FileNotFoundError, ProcessLookupError):
                pass
        return set(states) == {"T"}

    def signal(self, number: int) -> None:
        if self.is_running:
            self.process.send_signal(number)

    def end(self, number: int) -> None:
        if self.process is None:
            return
        self.signal(number)
        self.signal(signal.SIGCONT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end_with_parent() -> None:
    """The kernel ends the server with the test, however that ends (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
