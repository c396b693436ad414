"""What can be wrong with a directory, each as a login through the module: refused in time, and well afterwards."""

import itertools
import os
import ssl
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

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
    with front(it) as address:
        it.directory.fronts[1].delay = 1
        yield [address]
        it.directory.fronts[1].heal()


@contextmanager
def front(it: Site) -> Iterator[str]:
    """An address of the deciding server that leads through a wire."""
    address = url(it.directory.fronts[1].listener.getsockname())
    it.decide(it.address(1), address)
    yield address
    it.decide(it.address(1))


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
    with site(machine) as it, front(it) as address:
        token = it.hosts[1].token("alice")
        host = it.hosts[2]
        it.directory.fronts[1].delay = 0.5
        host.policy(servers=[address])
        found = host.lets_in("alice", token.press())
        expect(3 < found.login.seconds < MOST, f"a slow login: {found}")


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
        it.hosts[3].lets_in("alice", token.press())


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


# When the directory is away

BREAK_GLASS = ("--store", "break-glass")


def cut_off(it: Site, host: Host, *lines: str) -> None:
    """This host reaches only a provider that does not decide."""
    front_of = {number: url(one.listener.getsockname()) for number, one in it.directory.fronts.items()}
    host.policy(*lines, servers=[front_of[1], front_of[2]])


@case("directory away: a partition with hosts on both sides")
def partition(machine: Machine) -> None:
    with site(machine) as it, front(it):
        token = it.hosts[1].token("alice")
        near, far, ready = it.hosts[1], it.hosts[2], it.hosts[3]
        cut_off(it, far)
        cut_off(it, ready, "Offline local")
        glass = Token(ready.enrol("alice", "--type", "hotp", *BREAK_GLASS))
        ready.lets_in("alice", token.press())
        it.directory.partition()
        # Nothing that is sent there arrives.
        it.directory.fronts[1].hangs = True
        near.policy(servers=[it.address(1)])
        near.lets_in("alice", token.press())
        far.refuses("alice", token.press(), outcome="unavailable", reason="directory-not-deciding")
        ready.refuses("alice", token.last(), reason="wrong-code")
        found = ready.lets_in("alice", glass.press())
        expect("store=local" in found.details, f"the mark of the store in the log: {found}")
        expect('"store":"local"' in ready.audit().replace(" ", ""), "the mark of the store in the audit file")
        ready.refuses("alice", glass.last(), reason="replayed-code")
        it.directory.heal()
        far.lets_in("alice", token.last())
        found = ready.lets_in("alice", token.press())
        expect("store=" not in found.details, f"no mark where the directory answers: {found}")
        ready.refuses("alice", glass.press(), reason="wrong-code")


@case("directory away: what was made for that counts on its own host, and nowhere else")
def only_there(machine: Machine) -> None:
    with site(machine) as it:
        it.hosts[1].token("alice")
        for number in (2, 3):
            it.hosts[number].policy("Offline local", servers=[it.address(1)])
        glass = Token(it.hosts[2].enrol("alice", "--type", "hotp", *BREAK_GLASS))
        folder = it.hosts[2].root / "var/lib/countersign/offline"
        expect_equal(sorted(path.name for path in (folder / "users").iterdir()), ["alice"], "records for that")
        it.directory.servers[1].stop()
        it.hosts[3].refuses("alice", glass.press(), outcome="unavailable", reason="directory-unreachable")
        it.hosts[2].lets_in("alice", glass.last())
        # Who is not enrolled for it is refused, whatever the mode.
        for mode in ("enrolled", "mandatory"):
            it.hosts[2].policy("Offline local", servers=[it.address(1)], mode=mode)
            it.hosts[2].refuses("bob", "000000", outcome="unavailable", reason="directory-unreachable")


@case("directory away: Offline holds for whom the policy says")
def by_match(machine: Machine) -> None:
    with site(machine) as it:
        host = it.hosts[2]
        glass = {name: Token(host.enrol(name, "--type", "hotp", *BREAK_GLASS)) for name in ("alice", "bob")}
        host.policy("Match User alice", "    Offline local", servers=["ldaps://127.0.0.1:1"])
        host.lets_in("alice", glass["alice"].press())
        host.refuses("bob", glass["bob"].press(), outcome="unavailable", reason="directory-unreachable")


@case("directory away: nobody passes for want of it, whatever mode and arguments say")
def never_open(machine: Machine) -> None:
    with site(machine) as it:
        it.hosts[1].token("alice")
        host = it.hosts[2]
        for mode in ("enrolled", "mandatory"):
            for lines in (("Remember 8h same-address",), ("Offline local",)):
                host.policy(*lines, servers=["ldaps://127.0.0.1:1"], mode=mode)
                for arguments in ("", "nullok"):
                    host.service(f"auth required MODULE {arguments}", "auth required pam_permit.so")
                    for name in ("alice", "bob"):
                        host.refuses(name, "000000", outcome="unavailable", reason="directory-unreachable")


@case("directory away: Mode disabled asks nobody and needs no directory")
def disabled(machine: Machine) -> None:
    with site(machine) as it:
        it.hosts[1].token("alice")
        it.hosts[2].policy(servers=["ldaps://127.0.0.1:1"], mode="disabled")
        found = it.hosts[2].log_in("alice")
        expect_equal((found.login.outcome, found.reason), ("success", "disabled-here"), "a service without a code")
