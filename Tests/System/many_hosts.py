"""A site: a directory of two providers and a replica, and three hosts that log people in by it.

A host is a root directory of its own, for `root=` of the module and `--root` of the command. The directory is started
once; each case finds it whole, and without users.
"""

import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import directory_state
import ldap_wire as wire
import statefile
from codes import Authenticator
from directory import Directory, url, user, wait_for
from directory_program import password_file
from failure import Failure, expect, expect_equal
from ldap_client import LdapClient
from login_server import Login, LoginServer
from machine import Machine
from slapd import SlapdPackage
from slapd_settings import ADMINISTRATOR, BASE, PASSWORD, SUFFIX
from stepped_login import SteppedLogin
from store import make_store

HOSTS = 3
OUTCOMES = "accepted|refused|throttled|skipped|unavailable|aborted"
LINE = re.compile(
    rf"pam_countersign\([^)]*\): (?P<outcome>{OUTCOMES}) user=(?P<user>\S+) .*?device=(?P<device>\S+) "
    r"reason=(?P<reason>\S+)(?P<details>.*)$")
# What every case finds; made with the first one that needs it.
kept: list["Site"] = []


@dataclass(frozen=True)
class Entry:
    """A user as the directory has them."""

    generation: int
    record: bytes
    state: bytes


class Host:
    """One of the hosts, in one case."""

    def __init__(self, site: "Site", number: int):
        self.site = site
        self.machine = site.machine
        self.number = number
        self.name = f"host{number}"
        self.root = self.machine.root / self.name
        make_store(self.root)
        self.machine.place_companion(self.root)
        self.configuration = self.root / "etc/countersign"
        self.password = password_file(self.configuration, PASSWORD)
        key = self.configuration / "site.key"
        key.touch(mode=0o600)
        key.write_text(site.key_line)
        # Who reads and writes records has to be a keeper; the others are hosts and no more.
        self.bind = f"cn={'keeper1' if number == 1 else self.name},{SUFFIX}"
        self.service()
        self.policy()

    def service(self, *lines: str) -> None:
        """The PAM service of this host, which has its name."""
        given = lines or ("auth required MODULE", "auth required pam_permit.so")
        self.machine.service(self.name, *given, root=self.root)

    def policy(
        self, *lines: str, servers: list[str] | None = None, base: str = BASE, bind: str | None = None,
        authority: Path | None = None, mode: str = "mandatory",
    ) -> None:
        """Writes the policy file: `Store ldap` and what belongs to it, and these lines."""
        directory = self.site.directory
        given = servers or [url(server.place) for server in directory.servers.values()]
        text = [
            "Store ldap", f"Directory {' '.join(given)}", f'DirectoryBase "{base}"',
            "DirectoryBind " + (bind or f'password "{self.bind}" {self.password}'),
            f"DirectoryAuthority {authority or directory.authority.certificate}", f"Mode {mode}", *lines,
        ]
        file = self.configuration / "countersign.conf"
        file.write_text("".join(f"{line}\n" for line in text))
        file.chmod(0o644)

    def countersign(self, *arguments: str, text: str = "", status: int = 0) -> str:
        return self.machine.countersign(*arguments, text=text, status=status, root=self.root)

    def enrol(self, user: str, *options: str, device: Authenticator | None = None) -> Authenticator:
        return self.machine.enrol(user, device, *options, root=self.root)

    def token(self, user: str, *options: str) -> "Token":
        """Enrols an event-based device: nobody has to wait for its next code."""
        return Token(self.enrol(user, "--type", "hotp", *options))

    def begin(self, user: str, variables: dict[str, str] | None = None, **items: str) -> SteppedLogin:
        """`variables` are of the environment of the program that logs somebody in."""
        return SteppedLogin(self.name, user, self.machine.typed, self.name, variables, **items)

    def log_in(
        self, user: str, *answers: str, variables: dict[str, str] | None = None, **items: str
    ) -> "Result":
        """A whole login, and the line that was logged for it; `rhost` and `tty` are what it says of itself."""
        mark = self.machine.log.mark()
        return self.result(self.begin(user, variables, **items).finish(*answers), user, mark)

    def result(self, login: SteppedLogin, user: str, mark: int) -> "Result":
        pattern = rf"pam_countersign\({self.name}:auth\): ({OUTCOMES}) user={user} "
        line = self.machine.log.wait_for(pattern, mark)
        found = LINE.search(line or "")
        if found is None:
            raise Failure(f"no line of the log for a login that ended as {login.outcome}")
        return Result(login, found["outcome"], found["device"], found["reason"], found["details"])

    def job(self, user: str, code: str) -> Login:
        """The same login as one of a crowd."""
        self.machine.typed.add(code)
        return Login(Path("/etc/pam.d"), user, code, self.name)

    def audit(self) -> str:
        return (self.root / "var/log/countersign/audit.jsonl").read_text()

    # What came of it

    def lets_in(self, user: str, *answers: str, **more: str) -> "Result":
        found = self.log_in(user, *answers, **more)
        expect_equal((found.login.outcome, found.outcome), ("success", "accepted"), f"{self.name}: {found}")
        return found

    def refuses(self, user: str, *answers: str, reason: str, outcome: str = "refused", **more: str) -> "Result":
        found = self.log_in(user, *answers, **more)
        expect_equal((found.login.outcome, found.reason), (outcome, reason), f"{self.name}: {found}")
        return found


@dataclass(frozen=True)
class Result:
    """A login that has ended: what libpam was told, and what the log says."""

    login: SteppedLogin
    outcome: str
    device: str
    reason: str
    details: str

    def __str__(self) -> str:
        return (f"{self.outcome} device={self.device} reason={self.reason}{self.details}, asked {self.login.asked},"
                f" told {self.login.told}, {self.login.seconds:.1f} s")


@dataclass
class Token:
    """An event-based device, and how often its button was pressed."""

    device: Authenticator
    presses: int = 0

    def press(self) -> str:
        self.presses += 1
        return self.device.counted(self.presses - 1)

    def last(self) -> str:
        return self.device.counted(self.presses - 1)


class Site:
    """The directory, for as long as there are cases; `hosts` are those of the case that runs."""

    def __init__(self, machine: Machine):
        self.machine = machine
        self.directory = Directory(SlapdPackage(machine.slapd), above=machine.folder)
        self.key = b""
        self.hosts: dict[int, Host] = {}
        self.login_program = machine.folder / "login"
        subprocess.run(
            ["cc", "-std=gnu11", "-O2", "-o", self.login_program, machine.checkout / "Tests/Races/login.c", "-lpam"],
            check=True)

    @property
    def key_line(self) -> str:
        return f"countersign-seal-key 1 {self.key.hex().upper()}\n"

    def begin(self) -> None:
        self.mend()
        self.key = secrets.token_bytes(32)
        self.hosts = {number: Host(self, number) for number in range(1, HOSTS + 1)}

    def mend(self) -> None:
        """Whatever an earlier case did to it: the directory is whole, knows nobody, and server 1 decides."""
        self.directory.heal()
        for liar in self.directory.liars:
            liar.close()
        for server in self.directory.servers.values():
            server.resume()
            if server.process is None or server.process.poll() is not None:
                server.start()
        # What is removed before all is copied would come back.
        wait_for(lambda: self.changes(1) == self.changes(2) == self.changes(3), "all servers have the same", 15)
        with self.administrator() as client:
            found = client.search(BASE, wire.SUBTREE, attributes=("1.1",)).entries
            for name in sorted((name for name, _ in found if name.lower() != BASE), key=len, reverse=True):
                client.delete(name)
        self.decide(url(self.directory.servers[1].place))

    def decide(self, *deciders: str, takeover: str | None = None, server: int = 1) -> None:
        """Writes who takes codes."""
        with self.administrator(server) as client:
            answer = client.modify(
                BASE, (wire.REPLACE, "countersignFormat", ["1"]), (wire.REPLACE, "countersignDecider", list(deciders)),
                (wire.REPLACE, "countersignTakeover", [] if takeover is None else [takeover]))
        expect_equal((answer.code, answer.text), (0, ""), "changing who decides")

    @contextmanager
    def front(self) -> Iterator[str]:
        """An address of the deciding server that leads through a wire."""
        address = url(self.directory.fronts[1].listener.getsockname())
        self.decide(self.address(1), address)
        yield address
        self.decide(self.address(1))

    def administrator(self, server: int = 1) -> LdapClient:
        """Who may do everything, and has no site key."""
        client = LdapClient(self.directory.servers[server].place, self.directory.authority.certificate)
        client.bind(ADMINISTRATOR, PASSWORD)
        return client

    def changes(self, server: int) -> list[bytes]:
        """The last change of each provider that a server has seen (contextCSN)."""
        with self.administrator(server) as client:
            found = client.search(SUFFIX, attributes=("contextCSN",)).entries
        return sorted(found[0][1].get("contextCSN", [])) if found else []

    def address(self, number: int) -> str:
        return url(self.directory.servers[number].place)

    def entry(self, name: str, server: int = 1) -> Entry | None:
        with self.administrator(server) as client:
            found = client.search(user(name)).entries
        if not found:
            return None
        values = found[0][1]
        return Entry(
            int(values["countersignGeneration"][0]), values["countersignRecord"][0], values["countersignState"][0])

    def put(self, name: str, entry: Entry) -> None:
        """What a directory administrator can do: any bytes in place of those that are there."""
        with self.administrator() as client:
            answer = client.modify(
                user(name), (wire.REPLACE, "countersignGeneration", [str(entry.generation)]),
                (wire.REPLACE, "countersignRecord", [entry.record]), (wire.REPLACE, "countersignState", [entry.state]))
        expect_equal((answer.code, answer.text), (0, ""), f"changing the entry of {name}")

    def state(self, name: str) -> statefile.State:
        found = self.entry(name)
        expect(found is not None, f"an entry of {name}")
        return directory_state.read(found.state, name, found.generation, self.key)

    def wait_for_copies(self, name: str) -> None:
        """Until all servers have the same of a user."""
        wait_for(
            lambda: len({self.entry(name, server) for server in self.directory.servers}) == 1,
            f"all servers have the same of {name}")

    @contextmanager
    def crowd(self) -> Iterator[LoginServer]:
        """Logs people in by the hundred."""
        server = LoginServer(self.login_program)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def site(machine: Machine) -> Iterator[Site]:
    """The site, with new hosts; a site that could not be mended is made anew."""
    if kept:
        try:
            kept[0].begin()
        except (Failure, OSError):
            close()
            machine.root = machine.folder / f"case-{machine.number}-again"
            machine.root.mkdir()
    if not kept:
        kept.append(Site(machine))
        kept[0].begin()
    yield kept[0]


def close() -> None:
    while kept:
        kept.pop().directory.close()
