"""What sets a directory up, looks after it, and moves users there and back."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ldap_wire as wire
from bare_directory import BareDirectory
from directory import user, wait_for
from directory_program import password_file
from failure import expect, expect_equal
from ldap_client import LdapClient
from machine import ENVIRONMENT, Machine
from many_hosts import Host, Site, Token, site
from slapd import SlapdPackage
from slapd_settings import ADMINISTRATOR, BASE, PASSWORD, SUFFIX
from store import make_store
from suite import case

# Calls by which something is told to a server or changed on the disk; a command is killed before each of them.
STEPS = ("sendto", "fsync", "renameat", "unlinkat")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


# A site from nothing


class Beginner:
    """A host whose administrator begins with a directory that knows nothing of Countersign."""

    def __init__(self, machine: Machine, bare: BareDirectory):
        self.machine = machine
        self.bare = bare
        self.root = machine.root / "beginner"
        make_store(self.root)
        machine.place_companion(self.root)
        self.password = password_file(self.root / "etc/countersign", PASSWORD)
        self.key = self.root / "etc/countersign/site.key"
        self.policy("host1", bare.url)

    def policy(self, name: str, *servers: str) -> None:
        file = self.root / "etc/countersign/countersign.conf"
        file.write_text(
            f'Store ldap\nDirectory {" ".join(servers)}\nDirectoryBase "{BASE}"\n'
            f'DirectoryBind password "cn={name},{SUFFIX}" {self.password}\n'
            f"DirectoryAuthority {self.bare.authority.certificate}\n")
        file.chmod(0o644)

    def directory(self, *arguments: str, status: int = 0, text: str = "") -> str:
        return self.machine.countersign("directory", *arguments, status=status, text=text, root=self.root)

    def check(self, status: int = 0) -> dict[str, tuple[str, str]]:
        """What is found, by check."""
        found = json.loads(self.directory("check", "--json", status=status))
        return {one["check"]: (one["grade"], one["text"]) for one in found["findings"]}

    def as_root_there(self, program: str, text: str) -> None:
        """Whoever is root of the server's machine loads something."""
        done = subprocess.run(
            [program, "-Q", "-Y", "EXTERNAL", "-H", self.bare.server.socket_url], input=text, text=True,
            env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        expect_equal(done.returncode, 0, f"status of {program}\n{done.stdout}")


@contextmanager
def beginner(machine: Machine) -> Iterator[Beginner]:
    with BareDirectory(SlapdPackage(machine.slapd)) as bare:
        yield Beginner(machine, bare)


def administrator(it: Beginner) -> tuple[str, ...]:
    return "--bind-name", ADMINISTRATOR, "--password-file", str(it.password)


@case("directory init: makes a site of a directory that knows nothing, and keeps what is there")
def begins(machine: Machine) -> None:
    with beginner(machine) as it:
        expect_equal(it.check(status=1)["directory-base"], ("fail", "it does not know the schema"), "at the beginning")
        it.directory("init", *administrator(it), status=1)
        expect(it.key.stat().st_mode & 0o777 == 0o600, "a site key that is root's alone, whatever comes next")
        key = it.key.read_text()
        it.as_root_there("ldapadd", subprocess.check_output([machine.command, "directory", "schema"], text=True))
        shown = it.directory("init", *administrator(it))
        expect(f"{BASE}: made; {it.bare.url} decides." in shown, f"what was made: {shown}")
        again = it.directory("init", *administrator(it), "--decider", "ldaps://other.example")
        expect_equal(again.count("already"), 4, f"what was there: {again}")
        expect_equal(it.key.read_text(), key, "the key")
        with LdapClient(it.bare.server.place, it.bare.authority.certificate) as client:
            found = client.search(BASE).entries
            expect_equal(found[0][1]["countersignDecider"], [it.bare.url.encode()], "who decides")
        it.check(status=1)
        it.as_root_there("ldapmodify", it.directory("init", "--print").split("# 3.")[1].split("\n\n", 1)[1])
        with LdapClient(it.bare.server.place, it.bare.authority.certificate) as client:
            expect_equal(client.search(BASE).entries, [], "what nobody in particular sees")
        found = it.check()
        expect_equal({grade for grade, _ in found.values()}, {"ok"}, f"grades in {found}")


@case("directory init: by its rules a host gets all users, however few entries the server gives to others")
def limits(machine: Machine) -> None:
    with beginner(machine) as it:
        it.as_root_there("ldapadd", subprocess.check_output([machine.command, "directory", "schema"], text=True))
        it.directory("init", *administrator(it))
        it.as_root_there("ldapmodify", "dn: olcDatabase={-1}frontend,cn=config\nchangetype: modify\n"
                         "replace: olcSizeLimit\nolcSizeLimit: 1\n")
        rules = it.directory("init", "--print").split("# 3.")[1].split("\n\n", 1)[1]
        rights, limits = rules.split("-\nadd: olcLimits\n")
        it.as_root_there("ldapmodify", rights)
        it.policy("keeper1", it.bare.url)
        for name in ("alice", "bob", "carol"):
            machine.enrol(name, None, "--type", "hotp", root=it.root)
        it.policy("host1", it.bare.url)
        shown = machine.countersign("doctor", "--json", status=1, root=it.root)
        expect("does not allow this to whom" in shown, f"a host without limits of its own: {shown}")
        it.as_root_there("ldapmodify", f"{rights.splitlines()[0]}\nchangetype: modify\nadd: olcLimits\n{limits}")
        shown = machine.countersign("list", root=it.root)
        expect_equal(len(shown.splitlines()), 4, f"lines of {shown}")
        expect("3 users' records can be read" in machine.countersign("doctor", "--json", root=it.root), "the records")


@case("directory init: loads the schema as root of the server's machine")
def loads(machine: Machine) -> None:
    with beginner(machine) as it:
        it.policy("admin", it.bare.server.socket_url)
        shown = it.directory("init", "--decider", it.bare.url, "--decider", it.bare.server.socket_url)
        expect(f"Schema: loaded into {it.bare.server.socket_url}." in shown, f"what was done: {shown}")
        expect_equal(it.check()["directory-decider"][1], "it decides: codes are taken here", "by the socket")
        it.policy("admin", it.bare.url)
        expect_equal(it.check()["directory-decider"][1], "it decides: codes are taken here", "by its address")


@case("directory check: tells of rights, keys and records that are not right")
def checks(machine: Machine) -> None:
    with site(machine) as it:
        it.hosts[1].token("alice")
        found = json.loads(it.hosts[2].countersign("directory", "check", "--json"))
        expect_equal((found["failures"], found["warnings"]), (0, 0), f"of a host: {found}")
        expect("the record of alice opens under it" in str(found), f"alice in {found}")
        keeper = json.loads(it.hosts[1].countersign("directory", "check", "--json"))
        expect_equal([one["check"] for one in keeper["findings"] if one["grade"] == "warn"], ["directory-rights"],
                     "warnings of a keeper")
        key = it.hosts[2].configuration / "site.key"
        key.write_text("countersign-seal-key 1 " + 64 * "A" + "\n")
        shown = it.hosts[2].countersign("directory", "check", status=1)
        expect("1 failure" in shown and "alice" in shown, f"another site's key: {shown}")
        it.hosts[3].password.chmod(0o644)
        shown = it.hosts[3].countersign("directory", "check", status=1)
        expect("chmod 0600" in shown, f"a password for all to read: {shown}")


# Who decides


def move(host: Host, way: str, *addresses: str, status: int = 0) -> str:
    words = [word for address in addresses for word in (way, address)]
    return host.countersign(
        "directory", "decider", *words, "--bind-name", f"cn=keeper1,{SUFFIX}", "--password-file", str(host.password),
        status=status)


@case("directory decider: moves with everything that was taken before")
def moves(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        it.hosts[2].lets_in("alice", token.press())
        it.hosts[2].countersign("directory", "decider", "--move", it.address(2), status=1)
        move(it.hosts[2], "--move", it.address(3), status=1)
        expect("1:6360 decides" in move(it.hosts[1], "--move", it.address(1)), "that it decides already")
        shown = move(it.hosts[2], "--move", it.address(2))
        expect(shown.splitlines()[-1] == f"{it.address(2)} decides now.", f"what was done: {shown}")
        it.wait_for_copies("alice")
        expect_equal(
            it.hosts[3].countersign("directory", "decider").count("a copy"), 2, "servers that do not decide")
        it.hosts[3].refuses("alice", token.last(), reason="replayed-code")
        it.hosts[3].lets_in("alice", token.press())


@case("directory decider: a move that is killed lets nobody in, and goes on when it is run again")
def killed_move(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        it.wait_for_copies("alice")
        it.directory.links[2, 1].cut()
        it.hosts[1].lets_in("alice", token.press())
        host = it.hosts[1]
        running = subprocess.Popen(
            [machine.command, "directory", "decider", "--move", it.address(2), "--root", str(host.root)],
            env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: b"moving" in deciders(it, 1), "the old one has stopped")
            it.hosts[2].refuses(
                "alice", token.press(), reason="directory-not-deciding", outcome="unavailable")
            time.sleep(6.5)
            expect(running.poll() is None, "a move that waits for the copy")
        finally:
            running.kill()
            running.wait()
        expect("on its way" in it.hosts[2].countersign("directory", "decider", status=1), "the decision on its way")
        it.hosts[2].countersign("directory", "check", status=1)
        it.directory.heal()
        wait_for(lambda: b"moving" in deciders(it, 2), "the copies go on", 20)
        move(host, "--move", it.address(2))
        it.hosts[2].refuses("alice", token.device.counted(0), reason="replayed-code")
        it.hosts[2].lets_in("alice", token.last())


def deciders(it: Site, server: int) -> list[bytes]:
    with it.administrator(server) as client:
        return client.search(BASE).entries[0][1]["countersignDecider"]


@case("directory decider: takes over only from one that does not answer, and says what no longer counts")
def takes_over(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        it.hosts[2].lets_in("alice", token.press())
        it.wait_for_copies("alice")
        move(it.hosts[1], "--takeover", it.address(2), status=1)
        it.directory.servers[1].kill()
        move(it.hosts[1], "--takeover", it.address(2), status=1)
        expect_equal(deciders(it, 2), [it.address(1).encode()], "who decides without --yes")
        shown = it.hosts[1].countersign("directory", "decider", "--takeover", it.address(2), "--yes")
        expect(f"{it.address(2)} decides now." in shown, f"what was done: {shown}")
        expect("took over" in it.hosts[3].countersign("directory", "decider"), "since when it decides")
        it.hosts[3].refuses("alice", token.last(), reason="replayed-code")
        it.directory.servers[1].start()
        wait_for(lambda: deciders(it, 1) == [it.address(2).encode()], "the old one knows", 20)


# Moving users


@case("migrate: users keep what they have, there and back")
def migrates(machine: Machine) -> None:
    with site(machine) as it:
        host = it.hosts[1]
        token = Token(host.enrol("alice", "--type", "hotp", "--store", "files"))
        host.countersign("recovery-codes", "alice", "--quiet", "--store", "files")
        host.lets_in("alice", token.press())
        it.hosts[2].refuses("alice", token.last(), reason="not-enrolled")
        expect("would be moved" in host.countersign("migrate", "--to", "ldap", "--all", "--dry-run"), "a rehearsal")
        expect_equal(it.entry("alice"), None, "the entry after a rehearsal")
        found = json.loads(host.countersign("migrate", "--to", "ldap", "--all", "--json"))
        expect_equal((found["moved"], found["failed"]), (1, 0), "the report")
        expect_equal(stored(host), set(), "what the files have")
        for one in it.hosts.values():
            one.refuses("alice", token.last(), reason="replayed-code")
            one.lets_in("alice", token.press())
        it.hosts[2].refuses("alice", token.device.wrong(), reason="wrong-code")
        expect("there already" in host.countersign("migrate", "--to", "ldap", "alice"), "a second time")
        host.countersign("migrate", "--to", "files", "alice")
        expect_equal((it.entry("alice"), stored(host)), (None, {"alice"}), "what is stored")
        it.hosts[2].refuses("alice", token.press(), reason="not-enrolled")
        host.refuses("alice", token.device.counted(3), reason="replayed-code")
        host.lets_in("alice", token.last())
        expect("10 of 10" in host.countersign("status", "alice"), "recovery codes")


def stored(host: Host) -> set[str]:
    return {file.name for folder in ("users", "state", "moving")
            for file in (host.root / "var/lib/countersign" / folder).glob("*")}


@case("migrate: refuses what would let somebody in twice, or without a code")
def refusals(machine: Machine) -> None:
    with site(machine) as it:
        one, other = it.hosts[1], it.hosts[2]
        for host in (one, other):
            host.enrol("alice", "--type", "hotp", "--store", "files")
        other.countersign("migrate", "--to", "ldap", "alice", status=1)
        expect_equal((it.entry("alice"), stored(other)), (None, {"alice"}), "what a host without rights has done")
        one.countersign("migrate", "--to", "ldap", "alice")
        before = it.entry("alice")
        keeper = ("--bind-name", f"cn=keeper1,{SUFFIX}", "--password-file", str(other.password))
        for to in ("ldap", "files"):
            other.countersign("migrate", "--to", to, "alice", *keeper, status=1)
        expect_equal(it.entry("alice"), before, "the entry of who has devices in both places")
        other.countersign("remove", "alice", "--all", "--yes", "--store", "files")
        with it.administrator() as client:
            client.modify(user("alice"), (wire.REPLACE, "countersignGeneration", ["0"]))
        for to in ("ldap", "files"):
            other.countersign("migrate", "--to", to, "alice", *keeper, status=1)
        (one.configuration / "countersign.conf").write_text(
            (one.configuration / "countersign.conf").read_text().replace("Store ldap\n", ""))
        one.countersign("migrate", "--to", "ldap", "bob", status=1)


@case("migrate: killed at every step, nobody is let in twice, and it goes on")
def killed(machine: Machine) -> None:
    with site(machine) as it:
        host = it.hosts[1]
        token = Token(host.enrol("alice", "--type", "hotp", "--store", "files"))
        for to, back, files in (("ldap", "files", set()), ("files", "ldap", {"alice"})):
            for call in STEPS:
                for number in range(1, 30, 1 if machine.is_long else 2):
                    if not killed_once(it, host, to, call, number):
                        break
                    at_most_one(it, host)
                    host.countersign("migrate", "--to", to, "alice")
                    at_most_one(it, host)
                    expect_equal(
                        (it.entry("alice") is not None, stored(host)), (to == "ldap", files),
                        f"where alice is after {to}, {call} {number}")
                    host.countersign("migrate", "--to", back, "alice")
                expect(number > 1, f"a call of {call} before which it was killed")
                # The last run came to its end.
                host.countersign("migrate", "--to", back, "alice")
            host.countersign("migrate", "--to", to, "alice")
            code = token.press()
            host.lets_in("alice", code)
            host.refuses("alice", code, reason="replayed-code")


def killed_once(it: Site, host: Host, to: str, call: str, number: int) -> bool:
    """Runs it, and kills it before a call; whether that came to pass."""
    trace = it.machine.root / "trace"
    done = subprocess.run(
        ["strace", "-qq", "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}",
         it.machine.command, "migrate", "--to", to, "alice", "--root", str(host.root)],
        env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    return done.returncode != 0


def at_most_one(it: Site, host: Host) -> None:
    """Of the files and the directory one at most lets anybody in."""
    entry = it.entry("alice")
    counts = [(host.root / "var/lib/countersign/users/alice").exists(), entry is not None and entry.generation > 0]
    expect(counts != [True, True], "one place at most that lets alice in")
