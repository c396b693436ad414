"""Hosts that say by a key of Kerberos who they are (`DirectoryBind kerberos`): by it, and refused without it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from directory import wait_for
from failure import expect, expect_equal
from kerberos import KdcPackage, Realm
from machine import ENVIRONMENT, SUDO_SERVICE, Machine
from many_hosts import Host, Site, Token, site
from slapd_settings import server_name
from suite import case

# Longer than any login may take, in seconds.
MOST = 10
SETTINGS = Path("/etc/krb5.conf")
PORT = 88


class Keyed:
    """A site with a realm: hosts 2 and 3 have keys, and host 1 enrols by its password."""

    def __init__(self, it: Site, realm: Realm):
        self.it = it
        self.realm = realm
        self.server = it.directory.servers[1]
        self.service = f"ldap/{server_name(1)}"
        self.url = f"ldaps://{server_name(1)}:{self.server.place[1]}"
        realm.key(self.service, self.server.keytab)
        it.decide(it.address(1), self.url)
        self.keytabs = {number: it.hosts[number].configuration / "host.keytab" for number in (2, 3)}
        for number, keytab in self.keytabs.items():
            realm.key(principal(number), keytab)
            self.by_key(number)
        self.token = it.hosts[1].token("alice")

    def by_key(self, number: int) -> None:
        self.it.hosts[number].policy(servers=[self.url], bind=f"kerberos {self.keytabs[number]}")


def principal(number: int) -> str:
    return f"host/host{number}.example"


@contextmanager
def realm_at(machine: Machine, it: Site, last: int) -> Iterator[Realm]:
    place = (f"{it.directory.network}.{last}", PORT)
    with Realm(KdcPackage(machine.kdc), machine.root / f"realm{last}", place) as realm:
        yield realm


@contextmanager
def keyed(machine: Machine) -> Iterator[Keyed]:
    """The machine has the settings of the realm, and knows the server by its name."""
    with site(machine) as it, realm_at(machine, it, 250) as realm:
        names = Path("/etc/hosts")
        for file in (SETTINGS, names):
            machine.before.setdefault(file, file.read_bytes() if file.exists() else None)
        SETTINGS.write_text(realm.configuration.read_text())
        names.write_text(names.read_text() + f"{it.directory.servers[1].place[0]} {server_name(1)}\n")
        yield Keyed(it, realm)


@case("directory kerberos: a key lets a host in, and a code counts once over all hosts")
def by_key(machine: Machine) -> None:
    with keyed(machine) as found:
        two, three, token = found.it.hosts[2], found.it.hosts[3], found.token
        two.lets_in("alice", token.press())
        for host in (two, three):
            host.refuses("alice", token.last(), reason="replayed-code")
        three.lets_in("alice", token.press())
        two.refuses("alice", token.last(), reason="replayed-code")
        two.refuses("alice", token.device.wrong(), reason="wrong-code")
        asked = [line for line in found.realm.requests() if "TGS_REQ" in line]
        for number in (2, 3):
            expect(any(principal(number) in line and found.service in line for line in asked),
                   f"a ticket of host {number} for the server: {asked}")


@case("directory kerberos: the command goes by the key, with the rights of a host")
def command(machine: Machine) -> None:
    with keyed(machine) as found:
        host = found.it.hosts[2]
        expect("Phone" in host.countersign("list", "alice"), "the device")
        before = found.it.entry("alice")
        host.countersign("rename", "alice", "Phone", "Mine", status=1)
        expect_equal(found.it.entry("alice"), before, "the entry")
        shown = host.countersign("directory", "check")
        expect("Everything is as it should be" in shown, f"what check says: {shown}")


# What can be wrong


@contextmanager
def without_key(found: Keyed) -> Iterator[None]:
    away = found.keytabs[2].rename(found.keytabs[2].with_name("away"))
    yield
    away.rename(found.keytabs[2])


@contextmanager
def open_key(found: Keyed) -> Iterator[None]:
    found.keytabs[2].chmod(0o640)
    yield
    found.keytabs[2].chmod(0o600)


@contextmanager
def others_key(found: Keyed) -> Iterator[None]:
    os.chown(found.keytabs[2], 1, 0)
    yield
    os.chown(found.keytabs[2], 0, 0)


@contextmanager
def no_key_in_it(found: Keyed) -> Iterator[None]:
    content = found.keytabs[2].read_bytes()
    found.keytabs[2].write_bytes(content[:2])
    yield
    found.keytabs[2].write_bytes(content)


@contextmanager
def old_key(found: Keyed) -> Iterator[None]:
    found.realm.change_key(principal(2))
    yield
    found.realm.key(principal(2), found.keytabs[2])


@contextmanager
def old_key_of_the_server(found: Keyed) -> Iterator[None]:
    found.realm.change_key(found.service)
    yield
    found.realm.key(found.service, found.server.keytab)


def named(name: str) -> Callable[[Keyed], Iterator[None]]:
    @contextmanager
    def has_another_name(found: Keyed) -> Iterator[None]:
        found.realm.key(name, found.keytabs[2])
        yield
        found.realm.key(principal(2), found.keytabs[2])
    return has_another_name


@contextmanager
def stopped(found: Keyed) -> Iterator[None]:
    found.realm.stop()
    yield
    found.realm.start()


@contextmanager
def hanging(found: Keyed) -> Iterator[None]:
    found.realm.suspend()
    yield
    found.realm.resume()


@contextmanager
def without_settings(found: Keyed) -> Iterator[None]:
    content = SETTINGS.read_text()
    SETTINGS.unlink()
    yield
    SETTINGS.write_text(content)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and what the log says of it."""

    name: str
    reason: str
    make: Callable[[Keyed], Iterator[None]]


FAULTS = [
    Fault("no keytab", "directory-settings-wrong", without_key),
    Fault("a keytab that others may read", "directory-settings-wrong", open_key),
    Fault("a keytab of somebody else", "directory-settings-wrong", others_key),
    Fault("a keytab without a key", "directory-bind-refused", no_key_in_it),
    Fault("a key that is older than the KDC's", "directory-bind-refused", old_key),
    Fault("a key of the server that is older than the KDC's", "directory-bind-refused", old_key_of_the_server),
    Fault("a principal that no entry belongs to", "directory-base-missing", named("stranger")),
    Fault("a principal whose entry has no rights", "directory-base-missing", named("host/countersign-hosts.example")),
    Fault("a principal whose entry may only read", "directory-access-denied", named("host/replicator.example")),
    Fault("no KDC", "directory-bind-refused", stopped),
    Fault("a KDC that hangs", "directory-unreachable", hanging),
    Fault("no krb5.conf", "directory-bind-refused", without_settings),
]


def for_each_fault(fault: Fault) -> None:
    @case(f"directory kerberos: {fault.name}")
    def refuses(machine: Machine) -> None:
        with keyed(machine) as found:
            host, token = found.it.hosts[2], found.token
            before = found.it.entry("alice")
            with fault.make(found):
                result = host.refuses("alice", token.press(), outcome="unavailable", reason=fault.reason)
                expect(result.login.seconds < MOST, f"an end in time: {result}")
                expect_equal(found.it.entry("alice"), before, "the entry")
            host.lets_in("alice", token.last())


for one in FAULTS:
    for_each_fault(one)


# What is of no matter


@case("directory kerberos: nothing in the environment of who logs in sends the host elsewhere")
def environment(machine: Machine) -> None:
    with keyed(machine) as found, realm_at(machine, found.it, 251) as trap:
        host, token, folder = found.it.hosts[2], found.token, machine.root / "trap"
        folder.mkdir(mode=0o777)
        key = trap.key(principal(2), folder / "keytab")
        key.chmod(0o644)
        trace = folder / "trace"
        variables = {
            "KRB5_CONFIG": str(trap.configuration), "KRB5_CLIENT_KTNAME": str(key), "KRB5_KTNAME": str(key),
            "KRB5CCNAME": f"FILE:{folder}/tickets", "KRB5_TRACE": str(trace), "SASL_PATH": str(folder),
            "SASL_CONF_PATH": str(folder), "LDAPCONF": str(folder / "ldap.conf"), "LDAPRC": str(folder / "ldaprc"),
            "LDAPTLS_REQCERT": "never", "LDAPURI": "ldaps://127.0.0.1:1",
        }
        told = [f"{name}={value}" for name, value in variables.items()]
        host.lets_in("alice", token.press(), variables=variables)
        machine.service(SUDO_SERVICE, "auth required pam_unix.so nodelay", "auth required MODULE", root=host.root)
        by_sudo = machine.terminal(
            ["env", *told, "sudo", "-k", "sh", "-c", "echo you are in: $((6 * 7))"], "alice")
        machine.is_in(machine.answer(by_sudo, "alice", token.press()))
        expect("Phone" in with_variables(host, variables), "the command")
        expect_equal((trap.requests(), sorted(folder.iterdir())), ([], [key]), "what the trap has caught")
        expect_equal(len(tickets(found)), 3, "tickets of the right KDC")
        would_be_caught(found, trap, variables)


def with_variables(host: Host, variables: dict[str, str]) -> str:
    return subprocess.run(
        [host.machine.command, "list", "alice", "--root", str(host.root)], env=ENVIRONMENT | variables, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60).stdout


def tickets(found: Keyed) -> list[str]:
    return [line for line in found.realm.requests() if "TGS_REQ" in line and found.service in line]


def would_be_caught(found: Keyed, trap: Realm, variables: dict[str, str]) -> None:
    """Any other client goes where these variables say."""
    believed = {name: value for name, value in variables.items() if name.startswith("KRB5")}
    believed["LDAPTLS_CACERT"] = str(found.it.directory.authority.certificate)
    subprocess.run(
        ["ldapwhoami", "-Q", "-Y", "GSSAPI", "-H", found.url], env=ENVIRONMENT | believed, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
    expect(trap.requests(), "that another client asks the trap")


@case("directory kerberos: no ticket is left behind")
def no_tickets(machine: Machine) -> None:
    with keyed(machine) as found:
        before = caches()
        found.it.hosts[2].lets_in("alice", found.token.press())
        found.it.hosts[2].countersign("list", "alice")
        expect_equal(len(tickets(found)), 2, "a ticket for each")
        expect_equal(caches(), before, "files with tickets")


def caches() -> list[Path]:
    """Where Kerberos keeps tickets, unless it is told otherwise."""
    return sorted(file for folder in ("/tmp", "/var/tmp", "/run/user", "/root", "/var/lib")
                  for file in Path(folder).glob("*krb5*"))


@case("directory kerberos: who speaks to the server owns nothing while a code is typed")
def unprivileged(machine: Machine) -> None:
    with keyed(machine) as found:
        login = found.it.hosts[2].begin("alice")
        expect(login.ask() is not None, "a question")
        speakers = connected(found.it)
        expect_equal(len(speakers), 1, f"processes with a connection: {speakers}")
        lines = Path(f"/proc/{speakers[0]}/status").read_text().splitlines()
        status = dict(line.split(":\t", 1) for line in lines)
        users, groups = (set(status[name].split()) for name in ("Uid", "Gid"))
        expect(len(users) == len(groups) == 1 and "0" not in users | groups, f"no root: {users}, {groups}")
        expect_equal((status["Groups"].strip(), int(status["CapPrm"], 16), int(status["CapEff"], 16)), ("", 0, 0),
                     "groups and capabilities")
        login.answer(found.token.press())
        expect_equal(login.finish().outcome, "success", "the login")
        wait_for(lambda: not connected(found.it), "the connection is closed")


def connected(it: Site) -> list[int]:
    """Who has a connection to server 1, by what the kernel knows of sockets; a copy's goes through this process."""
    host, port = it.directory.servers[1].place
    numbers = bytes(int(part) for part in host.split("."))
    place = f"{numbers[::-1].hex().upper()}:{port:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{fields[9]}]" for fields in lines if fields[2] == place and fields[3] == "01"}
    return [
        int(process.name) for process in Path("/proc").glob("[0-9]*")
        if int(process.name) != os.getpid() and any(target in sockets for target in targets(process / "fd"))]


def targets(folder: Path) -> Iterator[str]:
    try:
        for descriptor in folder.iterdir():
            yield os.readlink(descriptor)
    except OSError:
        return
