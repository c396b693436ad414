"""Logins while the directory is away: who has a device for that gets in, and nobody else."""

from directory import url
from failure import expect, expect_equal
from machine import Machine
from many_hosts import Host, Site, Token, site
from suite import case

BREAK_GLASS = ("--store", "break-glass")


def cut_off(it: Site, host: Host, *lines: str) -> None:
    """This host reaches only a provider that does not decide."""
    front_of = {number: url(one.listener.getsockname()) for number, one in it.directory.fronts.items()}
    host.policy(*lines, servers=[front_of[1], front_of[2]])


@case("directory away: a partition with hosts on both sides")
def partition(machine: Machine) -> None:
    with site(machine) as it, it.front():
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
