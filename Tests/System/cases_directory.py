"""Users whose records are in an LDAP directory: one enrolment and one memory of used codes for three hosts."""

import json
import re
import secrets

from codes import Authenticator, roomy_period
from failure import expect, expect_equal
from machine import PASSWORDS, Machine, ssh_line
from many_hosts import Site, site
from sshd import NAME
from suite import case

PASSWORD = PASSWORDS["alice"]


def phone(it: Site, *options: str) -> Authenticator:
    return it.hosts[1].enrol("alice", *options, device=Authenticator(period=roomy_period()))


@case("directory: who is enrolled on one host logs in on the others")
def everywhere(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        expect(it.entry("alice") is not None, "an entry in the directory")
        for host in it.hosts.values():
            found = host.lets_in("alice", token.press())
            expect_equal((found.device, found.reason), ("1:Phone", "hotp"), "what was accepted")
            expect(not list((host.root / "var/lib/countersign/users").iterdir()), "no record in the host's own files")
        expect_equal(it.state("alice").device(1).next, 3, "the counter")
        it.hosts[2].refuses("bob", "000000", reason="not-enrolled")


@case("directory: a code that was used on one host is refused on all of them")
def used(machine: Machine) -> None:
    with site(machine) as it:
        device = phone(it)
        it.hosts[2].lets_in("alice", device.code())
        for host in it.hosts.values():
            host.refuses("alice", device.code(), reason="replayed-code")
        it.hosts[3].lets_in("alice", device.code(1))
        it.hosts[2].refuses("alice", device.code(1), reason="replayed-code")


@case("directory: wrong codes are counted over all hosts")
def counted(machine: Machine) -> None:
    with site(machine) as it:
        device = phone(it)
        for number in (1, 2, 3, 1, 2):
            it.hosts[number].refuses("alice", device.wrong(), reason="wrong-code")
        expect_equal(it.state("alice").device(1).misses, 5, "wrong codes in the state")
        it.hosts[3].refuses("alice", device.code(), reason="too-many-wrong-codes", outcome="throttled")
        # That is a change of the state, which every host may make.
        it.hosts[2].countersign("unlock", "alice", "--yes")
        it.hosts[3].lets_in("alice", device.code())


@case("directory: what an administrator does on one host holds on the others")
def administration(machine: Machine) -> None:
    with site(machine) as it:
        keeper, other = it.hosts[1], it.hosts[2]
        token = keeper.token("alice", "--recovery-codes")
        keeper.token("bob")
        other.lets_in("alice", token.press())
        status = keeper.countersign("status", "alice")
        expect("Phone" in status, f"the device in status: {status}")
        devices = json.loads(other.countersign("list", "alice", "--json"))
        expect_equal([device["name"] for device in devices], ["Phone"], "devices, from another host")
        report = other.countersign("report")
        expect("2 users, 2 devices" in report, f"both users in the report of another host: {report}")
        keeper.countersign("rename", "alice", "Phone", "Token")
        expect_equal(other.lets_in("alice", token.press()).device, "1:Token", "the new name")
        keeper.countersign("bypass", "alice", "--for", "1h", "--reason", "ticket 4711", "--uses", "2")
        for host in (it.hosts[2], it.hosts[3]):
            expect_equal(host.log_in("alice").reason, "bypassed", "a bypass of another host")
        other.refuses("alice", "000000", reason="wrong-code")
        keeper.countersign("disable-device", "alice", "Token", "--yes")
        other.refuses("alice", token.press(), reason="device-disabled-by-administrator")
        keeper.countersign("remove", "alice", "--all", "--yes")
        other.refuses("alice", token.press(), reason="not-enrolled")
        expect_equal(it.entry("alice"), None, "the entry of who was removed")


@case("directory: a host that may not change records changes none")
def only_a_host(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        before = it.entry("alice")
        for words in (["remove", "alice", "--all", "--yes"], ["rename", "alice", "Phone", "Mine"]):
            it.hosts[2].countersign(*words, status=1)
        it.hosts[2].countersign(
            "enroll", "bob", "--secret-stdin", "--no-confirm", "--quiet", text=Authenticator().base32 + "\n", status=1)
        expect_equal((it.entry("alice"), it.entry("bob")), (before, None), "entries")
        it.hosts[2].lets_in("alice", token.press())


@case("directory: a recovery code and a temporary code count once over all hosts")
def single_codes(machine: Machine) -> None:
    with site(machine) as it:
        it.hosts[1].token("alice")
        codes = it.hosts[1].countersign("recovery-codes", "alice", "--quiet").split()
        expect_equal(len(codes), 10, "recovery codes")
        it.hosts[2].lets_in("alice", codes[0])
        for host in it.hosts.values():
            host.refuses("alice", codes[0], reason="replayed-code")
        it.hosts[3].lets_in("alice", codes[1])
        shown = it.hosts[1].countersign("temporary-code", "alice")
        temporary = "".join(re.search(r"\b(\d{4}) ?(\d{4})\b", shown).groups())
        it.hosts[3].lets_in("alice", temporary)
        it.hosts[2].refuses("alice", temporary, reason="replayed-code")


@case("directory: a success is remembered at its address, on every host, until it is forgotten")
def remembered(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        for host in it.hosts.values():
            host.policy("Remember 8h same-address")
        it.hosts[2].lets_in("alice", token.press(), rhost="192.0.2.7")
        for number in (2, 3):
            found = it.hosts[number].log_in("alice", rhost="192.0.2.7")
            expect_equal((found.login.outcome, found.reason), ("success", "remembered"), "the address")
        it.hosts[3].refuses("alice", "000000", rhost="192.0.2.8", reason="wrong-code")
        it.hosts[1].countersign("forget", "alice", "--yes")
        it.hosts[2].refuses("alice", token.last(), rhost="192.0.2.7", reason="replayed-code")


@case("directory: a terminal that was remembered is that of its own host")
def remembered_terminal(machine: Machine) -> None:
    """Every machine has a tty1; whoever sits at another one is not the one who was remembered."""
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        for host in it.hosts.values():
            host.policy("Remember 8h same-tty")
        it.hosts[2].lets_in("alice", token.press(), tty="tty1")
        expect_equal(it.hosts[2].log_in("alice", tty="tty1").reason, "remembered", "the terminal itself")
        it.hosts[3].refuses("alice", token.last(), tty="tty1", reason="replayed-code")


@case("directory: password and code in one answer")
def one_answer(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        host = it.hosts[2]
        host.service("auth requisite MODULE forward_pass", "auth required pam_unix.so use_first_pass nodelay")
        found = host.lets_in("alice", PASSWORD + token.press())
        expect_equal(len(found.login.asked), 1, "questions")
        wrong = host.log_in("alice", "wrong-password" + token.press())
        expect_equal((wrong.login.outcome, wrong.outcome), ("refused", "accepted"), "a wrong password")
        host.refuses("alice", PASSWORD + token.last(), reason="replayed-code")
        host = it.hosts[3]
        host.service("auth optional pam_unix.so nodelay", "auth required MODULE try_first_pass")
        found = host.lets_in("alice", token.press())
        expect_equal(len(found.login.asked), 1, "questions for a code in the password's place")
        found = host.lets_in("alice", PASSWORD, token.press())
        expect_equal(len(found.login.asked), 2, "questions for password and code")
        machine.typed.add(PASSWORD)


@case("directory: users in a host's own files beside those in the directory")
def mixed(machine: Machine) -> None:
    with site(machine) as it:
        host = it.hosts[2]
        local = host.enrol("bob", "--type", "hotp", "--store", "files")
        shared = it.hosts[1].token("alice")
        expect_equal(it.entry("bob"), None, "an entry of who is in files")
        host.lets_in("bob", local.counted(0))
        host.refuses("bob", local.counted(0), reason="replayed-code")
        host.lets_in("alice", shared.press())
        it.hosts[3].refuses("bob", local.counted(1), reason="not-enrolled")
        it.directory.servers[1].stop()
        host.policy("Offline deny", servers=[it.address(1)])
        host.lets_in("bob", local.counted(1))
        host.refuses("alice", shared.press(), outcome="unavailable", reason="directory-unreachable")


@case("directory: sshd, its real client, and a code that was used elsewhere")
def by_ssh(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        machine.service(NAME, "auth required pam_unix.so nodelay", "auth required MODULE", root=it.hosts[2].root)
        mark = machine.log.mark()
        machine.is_in(machine.answer(machine.ssh("alice"), "alice", token.press()))
        machine.is_refused(machine.answer(machine.ssh("alice"), "alice", token.last()))
        it.hosts[3].refuses("alice", token.last(), reason="replayed-code")
        lines = [line for line in machine.log.since(mark) if "service=" + NAME in line]
        expect_equal(
            [re.search(r"\): (\w+) user=alice .*reason=(\S+)", line).groups() for line in lines],
            [("accepted", "hotp"), ("refused", "replayed-code")], "lines of the log")
        expect("address=127.0.0.1" in lines[0], f"the client's address: {ssh_line('accepted', 'hotp')} {lines[0]}")


@case("directory: the audit file of each host tells what was done there, and is whole")
def audited(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        for number in (2, 3):
            it.hosts[number].lets_in("alice", token.press())
        for number, count in ((1, 0), (2, 1), (3, 1)):
            it.hosts[number].countersign("audit", "verify")
            logins = [line for line in it.hosts[number].audit().splitlines() if f'"service":"host{number}"' in line]
            expect_equal(len(logins), count, f"logins in the audit file of host {number}")
            expect(all('"hotp"' in line for line in logins), f"what was accepted: {logins}")


@case("directory: a site key is replaced while people log in")
def replaced_key(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        old, it.key = it.key_line, secrets.token_bytes(32)
        for host in it.hosts.values():
            (host.configuration / "site.key").write_text(it.key_line + old)
        it.hosts[2].lets_in("alice", token.press())
        expect_equal(it.state("alice").device(1).next, 1, "the counter, in a state under the new key")
        it.hosts[1].countersign("rename", "alice", "Phone", "Token")
        for host in it.hosts.values():
            (host.configuration / "site.key").write_text(it.key_line)
        for host in it.hosts.values():
            host.lets_in("alice", token.press())


@case("directory: a login writes its own line into the log, and nobody writes another")
def one_line(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        mark = machine.log.mark()
        it.hosts[2].lets_in("alice", token.press())
        lines = machine.log.since(mark)
        expect_equal(len(lines), 1, f"lines of the log: {lines}")


@case("directory: a secret is sealed before it leaves the host")
def sealed(machine: Machine) -> None:
    with site(machine) as it:
        device = phone(it)
        data = it.directory.servers[1].dump()
        for form in (device.secret.hex(), device.secret.hex().upper(), device.base32):
            expect(form not in data, "no secret in what slapd has")
        record = it.entry("alice").record
        expect(device.secret not in record and b"check " in record, "a record with a sealed secret")
        # Another site's key opens none of it.
        key = it.hosts[3].configuration / "site.key"
        key.write_text("countersign-seal-key 1 " + "A5" * 32 + "\n")
        found = it.hosts[3].log_in("alice", device.code())
        expect_equal((found.login.outcome, found.outcome), ("unavailable", "unavailable"), f"a wrong site key: {found}")
        key.unlink()
        found = it.hosts[3].log_in("alice", device.code())
        expect_equal((found.login.outcome, found.outcome), ("unavailable", "unavailable"), f"no site key: {found}")
        key.touch(mode=0o600)
        key.write_text(it.key_line)
        it.hosts[3].lets_in("alice", device.code())
