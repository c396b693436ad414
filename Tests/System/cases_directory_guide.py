"""The guide of countersign-guides(7) for many hosts: every command, on three of them and two servers."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ldap_wire as wire
from codes import Authenticator
from directory import wait_for
from failure import expect, expect_equal
from guides import COMMAND, STORES, confirm_phone, enter, guides, texts
from ldap_client import LdapClient
from machine import ENVIRONMENT, Machine
from slapd import Slapd, SlapdPackage
from slapd_settings import ADMINISTRATOR, PASSWORD, REPLICATOR, SUFFIX, SlapdSettings
from store import make_store
from suite import case
from terminal import Terminal
from throwaway_authority import ThrowawayAuthority

TITLE = "MANY HOSTS AND A DIRECTORY"
HOSTS = ("tower", "cellar", "attic")
SERVERS = {"ldap1": "127.98.0.1", "ldap2": "127.98.0.2"}
AUTHORITY = Path("/etc/ssl/certs/example.pem")
SOCKET = Path("/run/slapd/ldapi")
# Of the programs that come with OpenLDAP.
LDAP_SETTINGS = Path("/etc/ldap/ldap.conf")
SERVICE = "directory-guide"
# Puts a host's files in the place of the machine's, for one command.
ON_HOST = """
hostname "$1" || exit 99
shift
for place in etc/countersign var/lib/countersign var/log/countersign; do
  mount --bind "$1/$place" "/$place" || exit 99
done
shift
exec "$@"
"""


class Guide:
    """Somebody who follows the guide, on each host and at each server."""

    def __init__(self, machine: Machine):
        self.machine = machine
        self.manual = machine.checkout / "man/countersign-guides.7"
        self.displays = guides(self.manual)[TITLE]
        self.policy, self.accounts = texts(self.manual, TITLE)
        self.folder = machine.root / "guide"
        self.folder.mkdir()
        (self.folder / "on-host").write_text(ON_HOST)
        self.servers: dict[str, Slapd] = {}
        self.followed: set[str] = set()

    def commands(self, number: int) -> list[str]:
        self.followed |= {text for _, text in self.displays[number]}
        return [text for _, text in self.displays[number]]

    def root(self, host: str) -> Path:
        return self.folder / host

    def on(self, host: str, *words: str) -> list[str]:
        return ["unshare", "--mount", "--uts", "sh", str(self.folder / "on-host"), host, str(self.root(host)), *words]

    def follow(self, host: str, command: str) -> str:
        """Runs a command of the guide on a host; what it shows."""
        command = command.replace("cn=tower", f"cn={host}")
        if found := re.fullmatch(r"scp -p (\S+) root@(\w+):(\S+)", command):
            # There is no network between these hosts.
            source, target, name = found.groups()
            shutil.copy2(f"{self.root(host)}{source}", f"{self.root(target)}{name}")
            return ""
        terminal = self.machine.terminal(self.on(host, "sh", "-c", command), "root")
        if command.startswith("countersign enroll "):
            confirm_phone(terminal)
        elif "decider" in command and "--yes" not in command:
            self.agree(terminal)
        status = terminal.finish(60)
        expect_equal(status, 0, f"status on {host} of: {command}\n{terminal.shown}")
        return terminal.shown

    def agree(self, terminal: Terminal) -> None:
        """Where it asks before it does it."""
        if terminal.expect(r"(\[y/N\] $)|(\n)", 60).group(1):
            enter(terminal, "y")

    def at_server(self, name: str, command: str) -> None:
        SOCKET.unlink(missing_ok=True)
        SOCKET.symlink_to(self.servers[name].socket)
        self.run("sh", "-c", command)

    def run(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            words, input=text, text=True, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        expect_equal(done.returncode, 0, f"status of {' '.join(words)}\n{done.stdout}")
        return done.stdout

    def write_policies(self, *first: str) -> None:
        for host in HOSTS:
            file = self.root(host) / "etc/countersign/countersign.conf"
            file.write_text("".join(f"{line}\n" for line in first) + self.policy.replace("cn=tower", f"cn={host}"))
            file.chmod(0o644)

    def token(self, user: str) -> Authenticator:
        """In place of a phone: nobody is to wait here for its next code."""
        token = Authenticator()
        enrolment = ("enroll", user, "--type", "hotp", "--secret-stdin", "--no-confirm", "--quiet")
        self.run(*self.on("tower", str(COMMAND), *enrolment), text=token.base32 + "\n")
        return token

    def log_in(self, host: str, user: str, code: str) -> bool:
        self.machine.typed.add(code)
        login = str(Path(__file__).with_name("pam_login.py"))
        return subprocess.run(
            self.on(host, sys.executable, "-B", login, SERVICE, user, code), env=ENVIRONMENT).returncode == 0


@contextmanager
def guide(machine: Machine) -> Iterator[Guide]:
    """Two servers with people in them, and three hosts on which Countersign is installed and nothing else done."""
    it = Guide(machine)
    before = {path: path.read_bytes() for path in (Path("/etc/hosts"), LDAP_SETTINGS)}
    try:
        start_servers(it)
        install(it)
        yield it
    finally:
        for server in it.servers.values():
            server.kill()
        for path, content in before.items():
            path.write_bytes(content)
        for path in (COMMAND, AUTHORITY, SOCKET, Path("/root/admin.password"), *Path("/root").glob("*.ldif")):
            path.unlink(missing_ok=True)
        shutil.rmtree("/usr/libexec/countersign", ignore_errors=True)


def start_servers(it: Guide) -> None:
    authority = ThrowawayAuthority(it.folder, "authority")
    shutil.copy(authority.certificate, AUTHORITY)
    with Path("/etc/hosts").open("a") as file:
        file.writelines(f"{address} {name}.example\n" for name, address in SERVERS.items())
    for number, (name, address) in enumerate(SERVERS.items(), 1):
        other = next(one for one in SERVERS if one != name)
        settings = SlapdSettings(
            number, (address, 636), authority.sign(name, [f"{name}.example", address]), authority.certificate,
            [f"ldaps://{other}.example"], is_ready=False)
        it.servers[name] = Slapd(SlapdPackage(it.machine.slapd), it.folder / name, settings)
    it.servers["ldap1"].load([
        f"dn: {SUFFIX}\nobjectClass: domain\ndc: example\n\ndn: {REPLICATOR}\nobjectClass: applicationProcess\n"
        f"objectClass: simpleSecurityObject\ncn: replicator\nuserPassword: {PASSWORD}\n"], 1)
    for server in it.servers.values():
        server.start()
    SOCKET.parent.mkdir(exist_ok=True)
    LDAP_SETTINGS.write_text(f"TLS_CACERT {AUTHORITY}\n")
    Path("/root/admin.password").touch(mode=0o600)
    Path("/root/admin.password").write_text(PASSWORD)


def install(it: Guide) -> None:
    it.machine.place_companion(it.folder / "programs")
    shutil.rmtree("/usr/libexec/countersign", ignore_errors=True)
    Path("/usr/libexec").mkdir(exist_ok=True)
    Path("/usr/libexec/countersign").symlink_to(it.folder / "programs/usr/libexec/countersign")
    shutil.copy(it.machine.command, COMMAND)
    for host in HOSTS:
        make_store(it.root(host))
    for place in STORES:
        Path(place).mkdir(mode=0o700, exist_ok=True)
    it.machine.before.setdefault(Path("/etc/pam.d", SERVICE), None)
    Path("/etc/pam.d", SERVICE).write_text(f"auth required {it.machine.module}\nauth required pam_permit.so\n")


def rights(ldif: Path) -> str:
    """The third part of what `init --print` prints."""
    return ldif.read_text().split("# 3.")[1].split("\n\n", 1)[1]


def decide(it: Guide, name: str) -> None:
    """As if nothing had been moved."""
    with LdapClient((SERVERS["ldap2"], 636), AUTHORITY) as client:
        client.bind(ADMINISTRATOR, PASSWORD)
        client.modify(
            f"ou=countersign,{SUFFIX}", (wire.REPLACE, "countersignDecider", [f"ldaps://{name}.example"]),
            (wire.REPLACE, "countersignTakeover", []))
    wait_for(lambda: decider("ldap1") == f"ldaps://{name}.example", f"both say that {name} decides")


def decider(server: str) -> str:
    with LdapClient((SERVERS[server], 636), AUTHORITY) as client:
        client.bind(ADMINISTRATOR, PASSWORD)
        found = client.search(f"ou=countersign,{SUFFIX}").entries
    return found[0][1]["countersignDecider"][0].decode() if found else ""


def everywhere(it: Guide, user: str, token: Authenticator, first: int) -> None:
    """A code lets in on one host and not on the next one, where the next code does."""
    for number, host in enumerate(HOSTS, first):
        code = token.counted(number)
        expect(it.log_in(host, user, code), f"{user} to get in on {host}")
        expect(not it.log_in(HOSTS[(number + 1) % len(HOSTS)], user, code), f"a used code of {user} to be refused")


@case("guide: many hosts and a directory")
def many_hosts_and_a_directory(machine: Machine) -> None:
    with guide(machine) as it:
        local = it.token("bob")
        it.write_policies()
        for host in HOSTS:
            for command in it.commands(0):
                it.follow(host, command)
        for command in it.commands(1):
            it.follow("tower", command)
        Path("/root/rights.ldif").write_text(rights(Path("/root/countersign.ldif")))
        for name in SERVERS:
            for command in it.commands(2):
                it.at_server(name, command)
        Path("/root/hosts.ldif").write_text(it.accounts)
        follow_to_users(it, local)
        follow_when_servers_go(it)
        wanted = {text for display in it.displays for _, text in display}
        expect_equal(it.followed, wanted, "commands of the guide")


def follow_to_users(it: Guide, local: Authenticator) -> None:
    for command in it.commands(3):
        it.follow("tower", command)
    for host in HOSTS:
        for command in it.commands(4):
            it.follow(host, command)
    for command in it.commands(5):
        it.follow("tower", command)
    for host in HOSTS:
        for command in it.commands(6):
            it.follow(host, command)
    it.write_policies("Store ldap")
    for command in it.commands(7):
        it.follow("tower", command)
    everywhere(it, "bob", local, 0)


def follow_when_servers_go(it: Guide) -> None:
    it.run(*it.on("tower", str(COMMAND), "remove", "alice", "--all", "--yes"))
    token = it.token("alice")
    for command in it.commands(8):
        it.follow("tower", command)
    expect_equal(decider("ldap2"), "ldaps://ldap2.example", "who decides")
    everywhere(it, "alice", token, 0)
    decide(it, "ldap1")
    it.servers["ldap1"].kill()
    expect(not it.log_in("attic", "alice", token.counted(3)), "a login without a server that decides to be refused")
    for command in it.commands(9):
        it.follow("tower", command)
    # What is used in that very second still counts as before it.
    moment = int(time.time())
    wait_for(lambda: int(time.time()) > moment, "the second is over")
    expect(not it.log_in("attic", "alice", token.counted(3)), "one code behind a takeover to be refused")
    expect(it.log_in("attic", "alice", token.counted(4)), "the next code to let in")
    follow_another_key(it)
    everywhere(it, "alice", token, 5)
    for command in it.commands(13):
        it.follow("attic", command)
    expect("phone" in it.run(*it.on("attic", str(COMMAND), "list", "alice", "--store", "break-glass")).lower(),
           "a device for when the directory is away")


def follow_another_key(it: Guide) -> None:
    names: dict[str, str] = {}
    for number in (10, 11, 12):
        for command in it.commands(number):
            shown = it.follow("tower", re.sub("KEY|OLD", lambda found: names[found.group()], command))
            if found := re.search(r"Made the site key (\w+)\. It opens, and (\w+) seals", shown):
                names.update(KEY=found.group(1), OLD=found.group(2))
        for host in HOSTS[1:]:
            it.follow("tower", f"scp -p /etc/countersign/site.key root@{host}:/etc/countersign/site.key")
