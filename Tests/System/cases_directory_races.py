"""Logins on three hosts at once: no code counts twice, and nothing that was counted is lost."""

import itertools
import json
import threading
import time
from collections import Counter
from pathlib import Path

from codes import Authenticator
from directory import wait_for
from failure import expect, expect_equal
from login_server import AUTH_ERR, AUTHINFO_UNAVAIL, MAXTRIES, Login, LoginServer, Outcome
from machine import Machine
from many_hosts import Site, Token, site
from suite import case

# Processes on each host that try one code at once.
EACH = 16
# So many of a crowd start at once: what is raced is the taking of codes, not the processors.
STARTING = 6
PEOPLE = 64


def run(server: LoginServer, jobs: list[Login], **more: int) -> list[Outcome]:
    """All of them answer at the same time."""
    outcomes = server.run(jobs, at="prompt", starting=STARTING, **more)
    for outcome in outcomes:
        expect(outcome.finished and outcome.descriptors == 0, f"a login ended badly: {outcome}")
    return outcomes


def on_all(it: Site, user: str, codes: list[str]) -> list[Login]:
    """These codes in turn, on each host as often as on the others."""
    hosts = itertools.cycle(it.hosts.values())
    return [next(hosts).job(user, code) for code in codes]


def counted(outcomes: list[Outcome]) -> Counter[int]:
    return Counter(outcome.code for outcome in outcomes)


@case("directory race: one code by 16 processes on each of three hosts is accepted once")
def once(machine: Machine) -> None:
    with site(machine) as it, it.crowd() as server:
        token = it.hosts[1].token("alice")
        for number in range(100 if machine.is_long else 4):
            outcomes = run(server, on_all(it, "alice", [token.press()] * EACH * 3))
            expect_equal(counted(outcomes), {0: 1, AUTH_ERR: EACH * 3 - 1}, f"results in round {number + 1}")
            state = it.state("alice").device(1)
            expect_equal((state.next, state.misses), (token.presses, 0), f"the state after round {number + 1}")
        it.hosts[2].refuses("alice", token.last(), reason="replayed-code")


@case("directory race: a recovery code on three hosts at once is accepted once")
def recovery(machine: Machine) -> None:
    with site(machine) as it, it.crowd() as server:
        it.hosts[1].token("alice")
        codes = it.hosts[1].countersign("recovery-codes", "alice", "--quiet").split()
        for number in range(10 if machine.is_long else 2):
            outcomes = run(server, on_all(it, "alice", [codes[number]] * 12))
            expect_equal(counted(outcomes), {0: 1, AUTH_ERR: 11}, f"results in round {number + 1}")


@case("directory race: wrong codes on three hosts at once are all counted, and five are looked at")
def wrong(machine: Machine) -> None:
    with site(machine) as it, it.crowd() as server:
        for number in range(20 if machine.is_long else 2):
            token = it.hosts[1].token("alice")
            right = {token.device.counted(counter) for counter in range(60)}
            guesses = [code for code in (f"{value:06}" for value in range(200_000, 200_200)) if code not in right][:16]
            outcomes = run(server, on_all(it, "alice", guesses))
            expect_equal(counted(outcomes), {AUTH_ERR: 5, MAXTRIES: 11}, f"results in round {number + 1}")
            state = it.state("alice").device(1)
            expect_equal((state.misses, state.next), (5, 0), "what was counted")
            it.hosts[1].countersign("remove", "alice", "--all", "--yes")


@case("directory race: 64 users at once on three hosts are all let in")
def everybody(machine: Machine) -> None:
    people = accounts()
    with site(machine) as it, it.crowd() as server:
        tokens = enrol_all(it, people)
        for number in range(20 if machine.is_long else 1):
            hosts = itertools.cycle(it.hosts.values())
            jobs = [next(hosts).job(name, tokens[name].press()) for name in people]
            outcomes = run(server, jobs)
            refused = [str(outcome) for outcome in outcomes if not outcome.accepted]
            expect(not refused, f"all let in in round {number + 1}; {len(refused)} were not, such as {refused[:1]}")


def accounts() -> list[str]:
    """64 accounts of the private machine."""
    people = [f"race{number}" for number in range(1, PEOPLE + 1)]
    there = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    with Path("/etc/passwd").open("a") as file:
        for number, name in enumerate(people):
            if name not in there:
                file.write(f"{name}:x:{61_000 + number}:65534::/nonexistent:/usr/sbin/nologin\n")
    return people


def enrol_all(it: Site, people: list[str]) -> dict[str, Token]:
    """By one command, from a list as pam_oath has it."""
    tokens = {name: Token(Authenticator()) for name in people}
    file = it.machine.root / "users.oath"
    file.touch(mode=0o600)
    file.write_text("".join(f"HOTP\t{name}\t-\t{token.device.secret.hex()}\n" for name, token in tokens.items()))
    it.hosts[1].countersign("import", "oath", str(file))
    return tokens


@case("directory race: administration among logins loses nothing, on either side")
def administration(machine: Machine) -> None:
    rounds = 19 if machine.is_long else 8
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        failures: list[BaseException] = []

        def administrate() -> None:
            try:
                for number in range(rounds):
                    it.hosts[1].countersign(
                        "enroll", "alice", "--secret-stdin", "--no-confirm", "--quiet", "--name", f"More {number}",
                        text=Authenticator().base32 + "\n")
                    it.hosts[1].countersign("unlock", "alice", "--yes")
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=administrate)
        thread.start()
        accepted = log_in_until(it, token, lambda: not thread.is_alive())
        thread.join()
        if failures:
            raise failures[0]
        names = {device["name"] for device in json.loads(it.hosts[2].countersign("list", "alice", "--json"))}
        expect_equal(names, {"Phone", *(f"More {number}" for number in range(rounds))}, "devices")
        expect_equal(it.state("alice").device(1).next, accepted, "the counter after all codes")
        expect(accepted >= 3, f"logins meanwhile: {accepted}")


def log_in_until(it: Site, token: Token, is_over) -> int:
    """One login after the other, on two hosts in turn; each has to be let in."""
    with it.crowd() as server:
        while not is_over():
            host = it.hosts[2 + token.presses % 2]
            outcome = server.one(host.job("alice", token.press()))
            expect(outcome.accepted, f"a login during administration: {outcome}")
    return token.presses


@case("directory race: a user who is removed among logins is not let in afterwards")
def removal(machine: Machine) -> None:
    with site(machine) as it, it.crowd() as server:
        token = it.hosts[1].token("alice")
        jobs = on_all(it, "alice", [token.press() for _ in range(9)])
        server.send(jobs, at="prompt", starting=STARTING)
        it.hosts[1].countersign("remove", "alice", "--all", "--yes")
        outcomes = server.receive(len(jobs))
        expect(all(outcome.finished for outcome in outcomes), f"an end of all: {outcomes}")
        expect_equal(it.entry("alice"), None, "the entry")
        it.hosts[3].refuses("alice", token.press(), reason="not-enrolled")


@case("directory race: a provider that is killed in the middle lets no code in twice")
def killed(machine: Machine) -> None:
    """Twelve people with the same code, and the end of the provider somewhere in between."""
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        results: Counter[str] = Counter()
        for number in range(40 if machine.is_long else 3):
            code = token.press()
            logins = [host.begin("alice") for host in it.hosts.values() for _ in range(4)]
            for login in logins:
                expect(login.ask() is not None, "a question")
            for login in logins:
                login.answer(code)
            time.sleep(0.004 * (3 + number % 7))
            it.directory.servers[1].kill()
            before = [login.finish().outcome for login in logins]
            it.directory.servers[1].start()
            after = [host.log_in("alice", code).login.outcome for host in it.hosts.values()]
            expect((before + after).count("success") <= 1, f"round {number + 1}: {before} and then {after}")
            expect({*before, *after} <= {"success", "refused", "unavailable"}, f"results: {before} {after}")
            expect_equal(it.state("alice").device(1).next, token.presses, "the counter, whoever was told of it")
            results.update(before)
        expect(results["unavailable"], f"a provider that was killed in time: {results}")


@case("directory race: one code on both sides of a partition is accepted once")
def partition(machine: Machine) -> None:
    with site(machine) as it, it.crowd() as server:
        token = it.hosts[1].token("alice")
        it.hosts[1].policy(servers=[it.address(1)])
        for number in (2, 3):
            it.hosts[number].policy(servers=[it.address(2), it.address(3)])
        it.directory.partition()
        for number in range(20 if machine.is_long else 2):
            outcomes = run(server, on_all(it, "alice", [token.press()] * 12))
            expect_equal(
                counted(outcomes), {0: 1, AUTH_ERR: 3, AUTHINFO_UNAVAIL: 8}, f"results in round {number + 1}")
        it.directory.heal()
        for number in (2, 3):
            it.hosts[number].policy()
            it.hosts[number].refuses("alice", token.last(), reason="replayed-code")
        it.wait_for_copies("alice")


@case("directory race: with two providers that decide these checks would fail")
def two_deciders(machine: Machine) -> None:
    """A check that cannot fail shows nothing: each of them is right about its own copy."""
    with site(machine) as it, it.crowd() as server:
        token = it.hosts[1].token("alice")
        it.decide(it.address(1), it.address(2))
        it.wait_for_copies("alice")
        for number in (1, 2):
            it.hosts[number].policy(servers=[it.address(number)])
        for _ in range(20):
            code = token.press()
            outcomes = run(server, [it.hosts[number].job("alice", code) for number in (1, 2)])
            if counted(outcomes)[0] == 2:
                return
            wait_for(lambda: len({it.entry("alice", number) for number in (1, 2)}) == 1, "both have the same")
        expect(False, "a code to be accepted twice in 20 rounds")
