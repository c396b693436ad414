"""A directory of two providers and a read-only replica, as a test tool, with wires that can be cut.

`directory.py --self-test` tests it; `directory.py --serve` lets it run until it is interrupted.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from failure import Failure
from ldap_client import LdapClient
from lying_directory import LyingDirectory
from relay import Relay
from slapd import Slapd, SlapdPackage
from slapd_settings import ADMINISTRATOR, BASE, HOSTS, KEEPERS, PASSWORD, REPLICATOR, SUFFIX, SlapdSettings, server_name
from throwaway_authority import ThrowawayAuthority

PORT = 6360


class Directory:
    """Servers 1 and 2 are providers of each other, server 3 is a replica of server 1.

    Everything between two servers goes through `links`, and everything of a client that takes `fronts`.
    """

    def __init__(
        self, package: SlapdPackage, servers: int = 3, chains: bool = True, above: Path | None = None, **more: bool
    ):
        self.folder = Path(tempfile.mkdtemp(prefix="countersign-directory.", dir=above))
        self.servers: dict[int, Slapd] = {}
        self.links: dict[tuple[int, int], Relay] = {}
        self.fronts: dict[int, Relay] = {}
        self.liars: list[LyingDirectory] = []
        try:
            self.reservation, self.network = reserve_network()
            self.authority = ThrowawayAuthority(self.folder, "good")
            self.stranger = ThrowawayAuthority(self.folder, "wrong")
            for number in range(1, servers + 1):
                self.make_server(package, number, servers, chains, more)
            self.servers[1].load([people(self.servers[1].place)], 1)
            self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def address(self, last: int) -> tuple[str, int]:
        return f"{self.network}.{last}", PORT

    def make_server(
        self, package: SlapdPackage, number: int, servers: int, chains: bool, more: dict[str, bool]
    ) -> None:
        place, front = self.address(number), self.address(10 + number)
        seen = {other: self.address(20 + 10 * other + number) for other in range(1, servers + 1) if other != number}
        names = [server_name(number), place[0], front[0], *(one[0] for one in seen.values())]
        certificate = self.authority.sign(f"server{number}", names)
        is_provider = number < 3
        sources = [other for other in range(1, min(servers, 2) + 1) if other != number and (is_provider or other == 1)]
        urls = [url(self.address(20 + 10 * number + other)) for other in sources]
        settings = SlapdSettings(
            number, place, certificate, self.authority.certificate, urls, is_provider,
            refers_to=None if is_provider else urls[0], chains=chains and not is_provider, **more)
        self.servers[number] = Slapd(package, self.folder / f"server{number}", settings)
        self.fronts[number] = Relay(front, place)
        for other in sources:
            self.links[number, other] = Relay(self.address(20 + 10 * number + other), self.address(other))

    def start(self) -> None:
        for server in self.servers.values():
            server.start()
        for number in self.servers:
            wait_for(lambda number=number: self.finds(number, HOSTS), f"server {number} has copied the directory")

    def close(self) -> None:
        for liar in self.liars:
            liar.close()
        for server in self.servers.values():
            server.kill()
        for relay in [*self.links.values(), *self.fronts.values()]:
            relay.close()
        if hasattr(self, "reservation"):
            self.reservation.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # What can happen to it

    def partition(self) -> None:
        """Cuts what goes from server to server; clients still reach each of them."""
        for link in self.links.values():
            link.cut()

    def heal(self) -> None:
        for relay in [*self.links.values(), *self.fronts.values()]:
            relay.heal()

    def liar(self, lie: str, is_known: bool = True) -> LyingDirectory:
        """A server that lies, with a certificate of the right authority or of the wrong one."""
        place = self.address(100 + len(self.liars))
        authority = self.authority if is_known else self.stranger
        certificate = authority.sign(f"liar{len(self.liars)}", [place[0]])
        self.liars.append(LyingDirectory(place, certificate, lie))
        return self.liars[-1]

    # Clients

    def connect(self, number: int, name: str = "host1", by_front: bool = False, seconds: float = 5) -> LdapClient:
        """As a host, a keeper (`keeper1`) or the administrator (`admin`)."""
        place = self.fronts[number].listener.getsockname() if by_front else self.servers[number].place
        client = LdapClient(place, self.authority.certificate, seconds)
        answer = client.bind(f"cn={name},{SUFFIX}", PASSWORD)
        if answer.code != 0:
            raise Failure(f"{name} cannot bind: {answer.code} {answer.text}")
        return client

    def add_user(self, name: str, record: bytes = b"record", state: bytes = b"state", server: int = 1) -> str:
        with self.connect(server, "keeper1") as client:
            answer = client.add(user(name), user_entry(name, record, state))
        if answer.code != 0:
            raise Failure(f"{name} cannot be added: {answer.code} {answer.text}")
        return user(name)

    def generation(self, number: int, name: str) -> int | None:
        with self.connect(number) as client:
            found = client.search(user(name)).entries
        return int(found[0][1]["countersignGeneration"][0]) if found else None

    def finds(self, number: int, name: str) -> bool:
        try:
            with LdapClient(self.servers[number].place, self.authority.certificate) as client:
                client.bind(ADMINISTRATOR, PASSWORD)
                return bool(client.search(name).entries)
        except OSError:
            return False


def url(place: tuple[str, int]) -> str:
    return f"ldaps://{place[0]}:{place[1]}"


def user(name: str) -> str:
    return f"countersignName={name},{BASE}"


def user_entry(name: str, record: bytes, state: bytes) -> dict[str, list[str | bytes]]:
    return {
        "objectClass": ["countersignUser"], "countersignName": [name], "countersignGeneration": ["1"],
        "countersignRecord": [record], "countersignState": [state],
    }


def people(place: tuple[str, int]) -> str:
    """The entries that a site has before Countersign comes, and the one above our own."""
    names = ["replicator", *(f"host{number}" for number in range(1, 4)), "keeper1"]
    accounts = "".join(
        f"dn: cn={name},{SUFFIX}\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\ncn: {name}\n"
        f"userPassword: {PASSWORD}\n" + (f"authzTo: dn.subtree:{SUFFIX}\n" if name == "replicator" else "") + "\n"
        for name in names)
    members = {HOSTS: [f"host{number}" for number in range(1, 4)], KEEPERS: ["keeper1"]}
    groups = "".join(
        f"dn: {group}\nobjectClass: groupOfNames\n"
        + "".join(f"member: cn={one},{SUFFIX}\n" for one in those) + "\n" for group, those in members.items())
    return (
        f"dn: {SUFFIX}\nobjectClass: domain\ndc: example\n\n{accounts}{groups}dn: {BASE}\n"
        f"objectClass: organizationalUnit\nobjectClass: countersignSite\nou: countersign\ncountersignFormat: 1\n"
        f"countersignDecider: {url(place)}\n")


def reserve_network() -> tuple[socket.socket, str]:
    """A part of the loopback network that no other test has; the socket keeps it."""
    for attempt in range(200):
        network = f"127.{77 + (os.getpid() + attempt) % 100}.{attempt % 250 + 1}"
        reservation = socket.socket()
        try:
            reservation.bind((f"{network}.254", PORT))
            return reservation, network
        except OSError:
            reservation.close()
    raise Failure("no part of the loopback network is free")


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 10) -> float:
    """How long it took until something held."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise Failure(f"in {seconds} s: {what}")
        time.sleep(0.005)
    return time.monotonic() - start


def find_package(folder: Path) -> SlapdPackage:
    """The installed one, or one that is only unpacked and so starts no server on this machine."""
    given = os.environ.get("COUNTERSIGN_SLAPD", "/")
    if not (Path(given) / "usr/sbin/slapd").exists():
        subprocess.run(["apt-get", "-qq", "download", "slapd"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["dpkg", "-x", next(folder.glob("slapd_*.deb")), folder / "slapd"], check=True)
        given = str(folder / "slapd")
    return SlapdPackage(Path(given))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--serve", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        package = find_package(Path(folder))
        if arguments.self_test:
            import directory_self_test

            return directory_self_test.run(package)
        if not arguments.serve:
            parser.error("--self-test or --serve")
        with Directory(package) as directory:
            for number, server in directory.servers.items():
                print(f"{number} {url(server.place)} {server.socket_url} {directory.authority.certificate}", flush=True)
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
