"""A site gets another key, host after host, while people log in."""

import json
import shutil
import subprocess
import threading

import directory_state
from failure import expect, expect_equal
from machine import ENVIRONMENT, Machine
from many_hosts import Host, Site, site
from slapd_settings import SUFFIX
from suite import case

USERS = ("alice", "bob", "carol")


def rotate(host: Host, *arguments: str, status: int = 0) -> str:
    return host.countersign("directory", "rotate-key", *arguments, status=status)


def looked_at(host: Host, *arguments: str, status: int = 0) -> dict:
    return json.loads(rotate(host, *arguments, "--json", status=status))


def key_file(host: Host) -> str:
    return (host.configuration / "site.key").read_text()


def copy(source: Host, *targets: Host) -> None:
    for target in targets:
        shutil.copy2(source.configuration / "site.key", target.configuration / "site.key")


def begin(host: Host) -> tuple[str, str]:
    """The names of the old key and of the new one, which is added."""
    old = looked_at(host)["sealing"]
    rotate(host, "--add")
    found = looked_at(host)
    expect_equal(found["sealing"], old, "the key that seals")
    return old, found["opening"]


@case("directory rotate-key: nobody notices, whichever of two neighbouring files a host has")
def another_key(machine: Machine) -> None:
    with site(machine) as it:
        tokens = {name: it.hosts[1].token(name) for name in USERS}
        it.hosts[1].countersign("recovery-codes", "alice", "--quiet")
        one, two, three = it.hosts.values()
        single = key_file(one)
        old, new = begin(one)
        rotate(one, "--add", status=1)
        expect_equal((key_file(one).startswith(single), key_file(one).count("\n")), (True, 2), "the file with two keys")
        everywhere(it, tokens["alice"])
        copy(one, two, three)
        added = key_file(one)
        rotate(one, "--use", new, status=1)
        rotate(one, "--use", "00000000", "--yes", status=1)
        expect_equal(key_file(one), added, "the file without --yes")
        rotate(one, "--use", new.lower(), "--yes")
        expect("already" in rotate(one, "--use", new), "that it seals already")
        # One host seals under the new key by now, and two under the old one.
        everywhere(it, tokens["alice"])
        rotate(one, "--drop", old, "--yes", status=1)
        rotate(one, "--drop", new, "--yes", status=1)
        copy(one, two, three)
        seal_beside_logins(it, tokens)
        found = looked_at(one)
        expect_equal((found["sealing"], found["users"], found["usersUnderOther"]), (new, 3, 0), "who is under what")
        finish(it, single, old)
        everywhere(it, tokens["alice"])
        expect("10 of 10" in one.countersign("status", "alice"), "recovery codes")
        said = one.audit()
        for action in ("add-key", "use-key", "seal", "drop-key"):
            expect(f'"directory-{action}"' in said, f"{action} in the audit file")


def everywhere(it: Site, token) -> None:
    """Each host lets in by a code, and knows what was used on the one before."""
    for number, host in it.hosts.items():
        host.lets_in("alice", token.press())
        it.hosts[number % len(it.hosts) + 1].refuses("alice", token.last(), reason="replayed-code")


def seal_beside_logins(it: Site, tokens: dict) -> None:
    """While all are sealed anew, people log in on the other hosts, and each code counts once."""
    shown: list[str] = []
    work = threading.Thread(target=lambda: shown.append(rotate(it.hosts[1], "--seal")))
    work.start()
    for _ in range(4):
        for name, token in tokens.items():
            it.hosts[2].lets_in(name, token.press())
            it.hosts[3].refuses(name, token.last(), reason="replayed-code")
    work.join()
    expect("Sealed " in "".join(shown), f"what was done: {shown}")


def finish(it: Site, single: str, old: str) -> None:
    one, two, three = it.hosts.values()
    rotate(one, "--drop", old, status=1)
    rotate(one, "--drop", old, "--yes")
    last = key_file(one)
    expect_equal((last.count("\n"), last == single), (1, False), "a file with the new key alone")
    # The others still have both.
    everywhere_but_not_by_old(it, single)
    copy(one, two, three)
    entry = it.entry("alice")
    body = entry.state[:-directory_state.DIGEST]
    made = directory_state.digest(it.key, "alice", entry.generation, body)
    expect(made != entry.state[-directory_state.DIGEST:], "a state that the old key does not authenticate")


def everywhere_but_not_by_old(it: Site, single: str) -> None:
    """A host with the old key alone lets nobody in, and says why."""
    three = it.hosts[3]
    both = key_file(three)
    (three.configuration / "site.key").write_text(single)
    three.refuses("bob", "000000", reason="malformed-record", outcome="unavailable")
    three.countersign("directory", "check", status=1)
    (three.configuration / "site.key").write_text(both)
    found = json.loads(three.countersign("directory", "check", "--json"))
    warned = [one["check"] for one in found["findings"] if one["grade"] == "warn"]
    expect_equal(warned, ["site-key-change"], "what is told of two keys")


@case("directory rotate-key: a host that stayed behind is found out, and the old key stays")
def behind(machine: Machine) -> None:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        it.hosts[1].token("bob")
        one, two, three = it.hosts.values()
        old, new = begin(one)
        copy(one, two, three)
        rotate(one, "--use", new, "--yes")
        copy(one, two)
        rotate(one, "--seal")
        three.lets_in("alice", token.press())
        expect_equal(looked_at(one)["usersUnderOther"], 1, "who is under the old key again")
        rotate(one, "--drop", old, "--yes", status=1)
        expect_equal(key_file(one).count("\n"), 2, "keys in the file")
        copy(one, three)
        expect_equal(looked_at(one, "--seal")["resealed"], 1, "who is sealed anew")
        rotate(one, "--drop", old, "--yes")
        three.lets_in("alice", token.press())


@case("directory rotate-key: who may not write records changes nothing, and who cannot be read is named")
def refused(machine: Machine) -> None:
    with site(machine) as it:
        for name in USERS:
            it.hosts[1].token(name)
        one, two, _ = it.hosts.values()
        old, new = begin(one)
        rotate(one, "--use", new, "--yes")
        copy(one, two)
        before = {name: it.entry(name) for name in USERS}
        rotate(two, "--seal", status=1)
        expect_equal({name: it.entry(name) for name in USERS}, before, "the entries")
        it.put("bob", before["alice"])
        found = looked_at(one, "--seal", status=1)
        expect_equal((found["resealed"], found["unreadable"]), (2, ["bob"]), f"what was done {found}")
        rotate(one, "--drop", old, "--yes", status=1)
        it.put("bob", before["bob"])
        keeper = ("--bind-name", f"cn=keeper1,{SUFFIX}", "--password-file", str(two.password))
        expect_equal(looked_at(two, "--seal", *keeper)["resealed"], 1, "who was left")
        rotate(two, "--drop", old, "--yes", *keeper)


@case("directory rotate-key: killed at every step, everybody gets in, and it goes on")
def killed(machine: Machine) -> None:
    with site(machine) as it:
        tokens = {name: it.hosts[1].token(name) for name in USERS}
        one, two, three = it.hosts.values()
        single = key_file(one)
        for call in ("sendto", "fsync", "renameat"):
            for number in range(1, 20, 1 if machine.is_long else 3):
                old, new = begin(one)
                copy(one, two, three)
                ended = [killed_once(it, call, number, *step) for step in (("--use", new, "--yes"), ("--seal",))]
                rotate(one, "--use", new, "--yes")
                copy(one, two, three)
                for name, token in tokens.items():
                    two.lets_in(name, token.press())
                rotate(one, "--seal")
                ended.append(killed_once(it, call, number, "--drop", old, "--yes"))
                if len(key_file(one)) > len(single):
                    rotate(one, "--drop", old, "--yes")
                copy(one, two, three)
                three.lets_in("alice", tokens["alice"].press())
                if not any(ended):
                    break
            expect(number > 1, f"a call of {call} before which it was killed")


def killed_once(it: Site, call: str, number: int, *arguments: str) -> bool:
    """Runs a step, and kills it before a call; whether that came to pass."""
    done = subprocess.run(
        ["strace", "-qq", "-o", it.machine.root / "trace", "-e", f"trace={call}", "-e",
         f"inject={call}:signal=KILL:when={number}", it.machine.command, "directory", "rotate-key", *arguments,
         "--root", str(it.hosts[1].root)],
        env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    return done.returncode != 0
