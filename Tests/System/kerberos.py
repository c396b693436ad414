"""A Kerberos realm: one KDC of MIT's on an address of its own, with its files below one folder."""

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from failure import Failure
from slapd import end_with_parent

NAME = "COUNTERSIGN.EXAMPLE"


@dataclass(frozen=True)
class KdcPackage:
    """Where the packages are unpacked; `/` where they are installed."""

    folder: Path

    def program(self, name: str) -> Path:
        return self.folder / "usr/sbin" / name

    @property
    def databases(self) -> Path:
        return next((self.folder / "usr/lib").glob("*/krb5/plugins/kdb"))

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
            "LD_LIBRARY_PATH": str(self.databases.parent.parent.parent)}


class Realm:
    """Has a database of its own from the beginning; its server is started and ended as often as a test wants."""

    def __init__(self, package: KdcPackage, folder: Path, place: tuple[str, int]):
        self.package = package
        self.folder = folder
        self.place = place
        # What clients have to be told.
        self.configuration = folder / "krb5.conf"
        self.log = folder / "kdc.log"
        self.process: subprocess.Popen | None = None
        self.principals: set[str] = set()
        folder.mkdir(mode=0o755)
        self.configuration.write_text(self.client_settings())
        (folder / "kdc.conf").write_text(self.server_settings())
        self.run("kdb5_util", "create", "-s", "-r", NAME, "-P", "Plain-Otter-Cedar")
        self.start()

    def __enter__(self) -> "Realm":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def client_settings(self) -> str:
        host, port = self.place
        return (
            f"[libdefaults]\n default_realm = {NAME}\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
            f" dns_canonicalize_hostname = false\n[realms]\n {NAME} = {{\n  kdc = {host}:{port}\n }}\n")

    def server_settings(self) -> str:
        host, port = self.place
        return (
            f"[kdcdefaults]\n kdc_listen = {host}:{port}\n kdc_tcp_listen = {host}:{port}\n"
            f"[realms]\n {NAME} = {{\n  database_name = {self.folder}/principal\n"
            f"  key_stash_file = {self.folder}/stash\n  acl_file = {self.folder}/acl\n }}\n"
            f"[dbmodules]\n db_module_dir = {self.package.databases}\n"
            f"[logging]\n kdc = FILE:{self.log}\n default = FILE:{self.folder}/log\n")

    @property
    def environment(self) -> dict[str, str]:
        return self.package.environment | {
            "KRB5_CONFIG": str(self.configuration), "KRB5_KDC_PROFILE": str(self.folder / "kdc.conf")}

    def run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.package.program(program), *arguments], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Failure(f"{program} {arguments}: {done.stdout}")

    # Principals

    def key(self, principal: str, keytab: Path) -> Path:
        """Gives somebody a new key, and puts it alone into a file that is root's alone."""
        if principal not in self.principals:
            self.run("kadmin.local", "addprinc", "-randkey", principal)
            self.principals.add(principal)
        keytab.unlink(missing_ok=True)
        self.run("kadmin.local", "ktadd", "-k", keytab, principal)
        keytab.chmod(0o600)
        return keytab

    def change_key(self, principal: str) -> None:
        """Whatever keytab has a key of theirs has an old one from now on."""
        self.run("kadmin.local", "cpw", "-randkey", principal)

    def requests(self) -> list[str]:
        """What was asked for, by anybody."""
        return [line for line in self.log.read_text().splitlines() if "_REQ" in line]

    # The server

    def start(self) -> None:
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [self.package.program("krb5kdc"), "-n"], env=self.environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, preexec_fn=end_with_parent)
        limit = time.monotonic() + 10
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                socket.create_connection(self.place, timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        self.stop()
        raise Failure(f"krb5kdc does not start: {(self.folder / 'output').read_text()[-2000:]}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def suspend(self) -> None:
        """Lets it hang: what is sent to it is taken by the kernel, and nothing comes back."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)
