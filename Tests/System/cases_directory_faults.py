"""What can be wrong with a directory, each as a login through the module: refused in time, and well afterwards."""

import itertools
import os
import signal
import ssl
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import directory_state
import ldap_wire as wire
from directory import url, wait_for
from failure import expect, expect_equal
from machine import Machine
from many_hosts import Host, Site, Token, site
from relay import Relay
from slapd_settings import BASE, PASSWORD, SUFFIX
from suite import case

# Longer than any login may take, in seconds, on a machine that has much else to do.
MOST = 10


@dataclass(frozen=True)
class Fault:
    """What is wrong, and what the log says of it."""

    name: str
    reason: str
    # Makes it, and tells the servers of the policy.
    make: Callable[[Site], AbstractContextManager[list[str]]]


@contextmanager
def servers(*addresses: str) -> Iterator[list[str]]:
    yield list(addresses)


def lie(name: str, is_known: bool = True) -> Callable[[Site], AbstractContextManager[list[str]]]:
    return lambda it: servers(it.directory.liar(name, is_known).url)


@contextmanager
def stopped(it: Site) -> Iterator[list[str]]:
    it.directory.servers[1].stop()
    yield [it.address(1)]
    it.directory.servers[1].start()


@contextmanager
def hanging(it: Site) -> Iterator[list[str]]:
    it.directory.servers[1].suspend()
    yield [it.address(1)]
    it.directory.servers[1].resume()


@contextmanager
def slow(it: Site) -> Iterator[list[str]]:
    """Each answer takes two seconds."""
    with it.front() as address:
        it.directory.fronts[1].delay = 1
        yield [address]
        it.directory.fronts[1].heal()


@contextmanager
def for_another_address(it: Site) -> Iterator[list[str]]:
    place = it.directory.address(200)
    stray = Relay(place, it.directory.servers[1].place)
    yield [url(place)]
    stray.close()


@contextmanager
def old_protocol(it: Site) -> Iterator[list[str]]:
    server = it.directory.liar("closing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.context.minimum_version = ssl.TLSVersion.TLSv1
        server.context.maximum_version = ssl.TLSVersion.TLSv1_1
    server.context.set_ciphers("ALL:@SECLEVEL=0")
    yield [server.url]


@contextmanager
def undecided(it: Site) -> Iterator[list[str]]:
    it.decide("moving")
    yield [it.address(1)]
    it.decide(it.address(1))


@contextmanager
def closed_to_hosts(it: Site) -> Iterator[list[str]]:
    """The password of all hosts is another one."""
    names = [f"cn=host{number},{SUFFIX}" for number in it.hosts]

    def change(password: str) -> None:
        with it.administrator() as client:
            for name in names:
                client.modify(name, (wire.REPLACE, "userPassword", [password]))

    change("another")
    yield [it.address(1)]
    change(PASSWORD)


@contextmanager
def other_version(it: Site) -> Iterator[list[str]]:
    with it.administrator() as client:
        client.modify(BASE, (wire.REPLACE, "countersignFormat", ["2"]))
    yield [it.address(1)]
    it.decide(it.address(1))


FAULTS = [
    Fault("connections are refused", "directory-unreachable", stopped),
    Fault("a name that nobody knows", "directory-unreachable", lambda it: servers("ldaps://nowhere.invalid")),
    Fault("a server that hangs in the handshake", "directory-unreachable", hanging),
    Fault("a server that is slow", "directory-unreachable", slow),
    Fault("a certificate of another authority", "directory-untrusted", lie("silence", is_known=False)),
    Fault("a certificate for another address", "directory-untrusted", for_another_address),
    Fault("TLS 1.1", "directory-untrusted", old_protocol),
    Fault("a password that is another one", "directory-bind-refused", closed_to_hosts),
    Fault("a replica", "directory-not-deciding", lambda it: servers(it.address(3))),
    Fault("a provider that does not decide", "directory-not-deciding", lambda it: servers(it.address(2))),
    Fault("a decision that is being moved", "directory-not-deciding", undecided),
    Fault("another version", "directory-base-missing", other_version),
    *(Fault(f"a lie: {name}", reason, lie(name)) for name, reason in (
        ("truncated", "directory-unreachable"), ("garbage", "directory-unreachable"),
        ("closing", "directory-unreachable"), ("silence", "directory-unreachable"), ("huge", "directory-unreachable"),
        ("loop", "directory-not-deciding"), ("endless", "directory-answer-malformed"),
        ("foreign", "directory-base-missing"))),
]


def refuses_in_time(host: Host, token: Token, reason: str) -> None:
    before = host.site.entry("alice") if host.site.directory.servers[1].process else None
    found = host.refuses("alice", token.press(), outcome="unavailable", reason=reason)
    expect(found.login.seconds < MOST, f"an end in time: {found}")
    expect(before is None or before == host.site.entry("alice"), "nothing written")


def for_each_fault(fault: Fault) -> None:
    @case(f"directory fault: {fault.name}")
    def refuses(machine: Machine) -> None:
        with site(machine) as it:
            token = it.hosts[1].token("alice")
            host = it.hosts[2]
            with fault.make(it) as addresses:
                host.policy(servers=addresses)
                # slapd that hangs cannot be asked what stands there.
                found = host.refuses("alice", token.press(), outcome="unavailable", reason=fault.reason)
                expect(found.login.seconds < MOST, f"an end in time: {found}")
                expect("000000" not in str(found), "no code in the log")
            host.policy(servers=[it.address(1)])
            host.lets_in("alice", token.last())


for one in FAULTS:
    for_each_fault(one)


@case("directory fault: the next server is asked where one does not serve")
def next_server(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        host, good = it.hosts[2], it.address(1)
        begin = time.monotonic()
        for first in ("ldaps://127.0.0.1:1", it.address(3), it.address(2), it.directory.liar("garbage").url):
            host.policy(servers=[first, good])
            host.lets_in("alice", token.press())
        expect(time.monotonic() - begin < MOST, "four logins in time")
        host.policy(servers=["ldaps://127.0.0.1:1", it.address(3), it.directory.liar("closing").url])
        host.refuses("alice", token.press(), outcome="unavailable", reason="directory-not-deciding")


@case("directory fault: a wire on which each answer takes a second is good enough")
def slow_wire(machine: Machine) -> None:
    with site(machine) as it, it.front() as address:
        token = it.hosts[1].token("alice")
        host = it.hosts[2]
        it.directory.fronts[1].delay = 0.5
        host.policy(servers=[address])
        found = host.lets_in("alice", token.press())
        expect(found.login.seconds > 3, f"a slow login: {found}")


@case("directory fault: a password file that others may read")
def open_password(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        os.chmod(it.hosts[2].password, 0o640)
        refuses_in_time(it.hosts[2], token, "directory-settings-wrong")
        os.chmod(it.hosts[2].password, 0o600)
        it.hosts[2].lets_in("alice", token.last())


def at_the_prompt(it: Site, token: Token, between: Callable[[], None]) -> tuple[str, str, float]:
    """A login during whose question something happens: how libpam and the log say it ended, and how long it took."""
    host = it.hosts[2]
    mark = host.machine.log.mark()
    login = host.begin("alice")
    expect(login.ask() is not None, "a question")
    between()
    begin = time.monotonic()
    login.answer(token.press())
    found = host.result(login.finish(), "alice", mark)
    return found.login.outcome, found.reason, time.monotonic() - begin


@case("directory fault: a server that hangs while a code is taken")
def hangs_at_the_end(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        it.hosts[2].policy(servers=[it.address(1)])
        server = it.directory.servers[1]
        outcome, reason, seconds = at_the_prompt(it, token, server.suspend)
        server.resume()
        expect_equal((outcome, reason), ("unavailable", "directory-unreachable"), "the end")
        expect(seconds < MOST, f"an end in time: {seconds:.1f} s")
        # Whether that code was taken nobody knows; the next one counts, and both count once.
        it.hosts[3].lets_in("alice", token.press())
        it.hosts[2].refuses("alice", token.last(), reason="replayed-code")


@case("directory fault: a provider that dies while a code is typed")
def dies_at_the_prompt(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        outcome, reason, _ = at_the_prompt(it, token, it.directory.servers[1].kill)
        expect_equal((outcome, reason), ("unavailable", "directory-unreachable"), "the end")
        it.hosts[3].refuses("alice", token.last(), outcome="unavailable", reason="directory-not-deciding")
        it.directory.servers[1].start()
        it.hosts[3].lets_in("alice", token.last())


@case("directory fault: the decision moves while a code is typed")
def moves_at_the_prompt(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        before = it.entry("alice")
        outcome, reason, _ = at_the_prompt(it, token, lambda: it.decide("moving"))
        expect_equal((outcome, reason), ("unavailable", "directory-not-deciding"), "the end")
        expect_equal(it.entry("alice"), before, "the entry")
        it.decide(it.address(2))
        wait_for(lambda: it.entry("alice", server=2) == before, "server 2 has a copy")
        it.hosts[2].lets_in("alice", token.last())
        it.decide(it.address(1))


def kill_all(program: Path) -> None:
    """Every process of a program; on this machine they are all of this login."""
    found = [int(path.name) for path in Path("/proc").glob("[0-9]*") if executable(path) == program.resolve()]
    expect(found, f"processes of {program}")
    for process in found:
        # A child of one before goes with it.
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def executable(process: Path) -> Path | None:
    try:
        return Path(os.readlink(process / "exe"))
    except OSError:
        return None


@case("directory fault: companion or program are killed while a code is typed")
def killed_programs(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        folder = it.hosts[2].root / "usr/libexec/countersign"
        for name in ("companion", "directory"):
            before = it.entry("alice")
            outcome, reason, seconds = at_the_prompt(it, token, lambda name=name: kill_all(folder / name))
            expect_equal(outcome, "unavailable", f"{name} killed: {reason}")
            expect(seconds < MOST, f"an end in time: {seconds:.1f} s")
            expect_equal(it.entry("alice"), before, "the entry")
        it.hosts[2].lets_in("alice", token.last())


@case("directory fault: a user who is being moved there does not count yet")
def being_moved(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        entry = it.entry("alice")
        it.put("alice", replace(entry, generation=0))
        for number in (2, 3):
            found = it.hosts[number].log_in("alice", token.press())
            expect_equal(found.login.outcome, "unavailable", f"generation 0: {found}")
        it.put("alice", entry)
        it.hosts[2].lets_in("alice", token.last())


@case("directory fault: what a directory administrator forges is refused")
def forged(machine: Machine) -> None:
    with site(machine) as it:
        token, other = it.hosts[1].token("alice"), it.hosts[1].token("bob")
        first = it.entry("alice")
        it.hosts[2].lets_in("alice", token.press())
        own, others = it.entry("alice"), it.entry("bob")
        text = own.record.replace(b"hotp", b"totp", 1)
        forgeries = {
            "another user's record and state": replace(others, generation=own.generation),
            "another user's state": replace(own, state=others.state),
            "an older state under a newer generation": replace(own, state=first.state),
            "a state under another generation": replace(own, generation=own.generation + 7),
            "a record that was changed": replace(own, record=text),
            "a record without its last byte": replace(own, record=own.record[:-1]),
            "no state": replace(own, state=b"x"),
            "a state that is too long": replace(own, state=own.state + bytes(5000)),
            "a record that is too long": replace(own, record=own.record + bytes(70_000)),
        }
        expect(text != own.record, "a record with the word that is changed")
        codes = itertools.cycle([token.device.counted(0), token.device.counted(1), other.device.counted(0)])
        for what, entry in forgeries.items():
            it.put("alice", entry)
            # Each of them would count if it were believed: a used one, the next one, and another user's.
            code = next(codes)
            found = it.hosts[3].log_in("alice", code)
            expect_equal((found.login.outcome, found.outcome), ("unavailable", "unavailable"), f"{what}: {found}")
        it.put("alice", own)
        it.hosts[3].refuses("alice", token.last(), reason="replayed-code")
        # With the site key it would be believed.
        older = directory_state.under_another_generation(first.state, "alice", own.generation, it.key)
        it.put("alice", replace(own, state=older))
        it.hosts[3].lets_in("alice", token.last())


@case("directory fault: an administrator who puts all of an older entry back brings its codes back, and nothing else")
def put_back(machine: Machine) -> None:
    """The one thing that nobody on a host can see; Documents/directory.md says so."""
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        before = it.entry("alice")
        it.hosts[2].lets_in("alice", token.press())
        it.put("alice", before)
        it.hosts[3].lets_in("alice", token.last())
        it.hosts[2].refuses("alice", token.last(), reason="replayed-code")


@case("directory fault: a base of another site")
def another_base(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        it.hosts[2].policy(base=f"ou=elsewhere,{SUFFIX}")
        refuses_in_time(it.hosts[2], token, "directory-base-missing")


@case("directory fault: the program that speaks to it is not there, or ends")
def without_the_program(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        host = it.hosts[2]
        program = host.root / "usr/libexec/countersign/directory"
        place = program.resolve()
        program.unlink()
        found = host.log_in("alice", token.press())
        expect_equal(found.login.outcome, "unavailable", f"no program: {found}")
        program.symlink_to("/bin/false")
        found = host.log_in("alice", token.last())
        expect_equal(found.login.outcome, "unavailable", f"a program that ends: {found}")
        program.unlink()
        program.symlink_to(place)
        host.lets_in("alice", token.last())


@case("directory fault: a provider that took over voids the codes of before")
def takeover(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        device = it.hosts[1].enrol("bob")
        it.wait_for_copies("alice")
        it.wait_for_copies("bob")
        it.directory.servers[1].kill()
        moment = int(time.time())
        it.decide(it.address(2), takeover=time.strftime("%Y%m%d%H%M%SZ", time.gmtime(moment)), server=2)
        # What is used in that very second still counts as before it.
        wait_for(lambda: int(time.time()) > moment, "the second is over")
        host = it.hosts[2]
        found = host.log_in("bob", device.code())
        expect(found.outcome == "refused", f"a code of the time before: {found}")
        found = host.log_in("alice", token.press())
        expect(found.outcome == "refused", f"one code of an event-based device: {found}")
        found = host.lets_in("alice", token.press())
        expect_equal(found.device, "1:Phone", "two codes in a row")
        it.directory.servers[1].start()
        wait_for(lambda: it.entry("alice", 1) == it.entry("alice", 2), "server 1 has what was done meanwhile", 15)
        it.hosts[3].refuses("alice", token.last(), reason="replayed-code")
