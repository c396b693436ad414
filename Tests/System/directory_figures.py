"""Measures what Documents/directory.md claims: `directory_figures.py [NAME]...`, one line for each figure."""

import argparse
import hmac
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import ldap_wire as wire
from directory import Directory, find_package, user, user_entry, wait_for
from directory_reports import COMMAND, report
from ldap_client import LdapClient
from sample_users import ldif_entry, sample_record, sample_state
from slapd import SlapdPackage
from slapd_settings import ADMINISTRATOR, BASE, PASSWORD, SUFFIX

HOSTS_AT_ONCE = 64
SYNCS = ("fsync", "fdatasync", "msync", "pwrite64", "pwritev")
SEED = b"12345678901234567890"


def step(old: int, length: int = 160) -> list[tuple[int, str, list[str | bytes]]]:
    """What takes a code: the old generation goes and the new one comes, or nothing happens."""
    return [
        (wire.DELETE, "countersignGeneration", [str(old)]), (wire.ADD, "countersignGeneration", [str(old + 1)]),
        (wire.REPLACE, "countersignState", [sample_state(old + 1, length)]),
    ]


def at_once(clients: list[LdapClient], operation: bytes, controls: list[bytes] | None = None) -> list[int]:
    """Sends the same on all connections before any answer is read."""
    for client in clients:
        client.send(operation, controls)
    return [client.receive().code for client in clients]


def names(codes: list[int]) -> str:
    return ", ".join(f"{count} x {code}" for code, count in sorted(Counter(codes).items()))


def race(package: SlapdPackage) -> None:
    """Many hosts with one code at one provider."""
    rounds = 200
    with Directory(package, servers=1) as directory:
        name = directory.add_user("alice")
        clients = [directory.connect(1) for _ in range(HOSTS_AT_ONCE)]
        winners = []
        start = time.monotonic()
        for generation in range(1, rounds + 1):
            winners.append(at_once(clients, wire.modify(name, step(generation))).count(0))
        seconds = time.monotonic() - start
        print(f"race delete-and-add: {rounds} rounds of {HOSTS_AT_ONCE}, winners {names(winners)} (times x winners)"
              f" in {seconds:.2f} s; generation {directory.generation(1, 'alice')}")
        winners = []
        for generation in range(rounds + 1, 2 * rounds + 1):
            asserted = wire.control(wire.ASSERTION, wire.equal("countersignGeneration", str(generation)))
            change = wire.modify(name, [(wire.REPLACE, "countersignGeneration", [str(generation + 1)])])
            winners.append(at_once(clients, change, [asserted]).count(0))
        print(f"race assertion control: {rounds} rounds of {HOSTS_AT_ONCE}, winners {names(winners)}")
        count_failures(directory, clients)


def count_failures(directory: Directory, clients: list[LdapClient]) -> None:
    """Each host counts one wrong code: reads, adds one, and begins again where another one was faster."""
    name = directory.add_user("bob")
    tries = 0
    waiting = list(clients)
    while waiting:
        known = directory.generation(1, "bob")
        for client in waiting:
            client.send(wire.modify(name, step(known)))
        codes = [client.receive().code for client in waiting]
        tries += len(codes)
        waiting = [client for client, code in zip(waiting, codes) if code != 0]
    print(f"failures: {len(clients)} counted at once, generation rose by {directory.generation(1, 'bob') - 1},"
          f" {tries} modifications")


def providers(package: SlapdPackage) -> None:
    """The same code at two providers at once."""
    rounds, both, differing, lost = 50, 0, 0, 0
    with Directory(package) as directory:
        clients = {number: directory.connect(number) for number in (1, 2)}
        for number in range(rounds):
            name = directory.add_user(f"user{number}")
            wait_for(lambda name=name: directory.finds(2, name), "copied")
            for client in clients.values():
                client.send(wire.modify(name, step(1)))
            both += [client.receive().code for client in clients.values()] == [0, 0]
        print(f"two providers, replication alive: both accept in {both} of {rounds} rounds")
        name = directory.add_user("split")
        wait_for(lambda: directory.finds(2, name), "copied")
        directory.partition()
        codes = []
        for number, turns in ((1, 3), (2, 2)):
            codes += [clients[number].modify(name, *step(1 + turn)).code for turn in range(turns)]
        apart = [directory.generation(number, "split") for number in (1, 2)]
        directory.heal()
        seconds = wait_for(
            lambda: directory.generation(1, "split") == directory.generation(2, "split"), "the same again", 20)
        print(f"partition: {names(codes)}; generations {apart} become {directory.generation(1, 'split')}"
              f" {seconds:.1f} s after healing: {sum(apart) - 2 - (directory.generation(1, 'split') - 1)}"
              " of 5 changes are gone")


def replica(package: SlapdPackage) -> None:
    """What a replica says to readers that want no copy, and to writers."""
    for chains in (True, False):
        with Directory(package, chains=chains) as directory:
            name = directory.add_user("alice")
            wait_for(lambda: directory.finds(3, name), "copied")
            with directory.connect(3) as client:
                plain = client.search(name)
                original = client.search(name, controls=[wire.control(wire.NO_COPY)])
                change = client.modify(name, *step(1))
            print(f"replica {'that chains' if chains else 'that refers'}: search {plain.code}, without copies"
                  f" {original.code} {len(original.entries)} entries {original.text} {original.referrals};"
                  f" modify {change.code} {change.text} {change.referrals}")
            for number in (1, 2):
                with directory.connect(number) as client:
                    answer = client.search(name, controls=[wire.control(wire.NO_COPY)])
                print(f"  provider {number}, without copies: {answer.code} {answer.text}")
            directory.links[3, 1].cut()
            with directory.connect(3) as client:
                for what, ask in (
                    ("search without copies", lambda: client.search(name, controls=[wire.control(wire.NO_COPY)])),
                    ("modify", lambda: client.modify(name, *step(2)))):
                    try:
                        start = time.monotonic()
                        answer = ask()
                        print(f"  provider away: {what} {answer.code} {answer.text} {len(answer.entries)} entries"
                              f" after {time.monotonic() - start:.2f} s")
                    except OSError as error:
                        print(f"  provider away: {what} {error} after {time.monotonic() - start:.2f} s")
                        client = directory.connect(3)


def overlay(package: SlapdPackage) -> None:
    """One code by many binds at once to the overlay that checks codes by itself."""
    rounds, accepted = 20, []
    with Directory(package, servers=1, has_codes_overlay=True) as directory:
        with LdapClient(directory.servers[1].place, directory.authority.certificate) as admin:
            admin.bind(ADMINISTRATOR, PASSWORD)
            token = f"cn=token,{SUFFIX}"
            answer = admin.add(token, {
                "objectClass": ["device", "oathHOTPToken", "oathHOTPParams"], "cn": ["token"], "oathSecret": [SEED],
                "oathHOTPCounter": ["0"], "oathHOTPParams": [token], "oathHOTPLookAhead": ["1"], "oathOTPLength": ["6"],
                "oathHMACAlgorithm": ["1.2.840.113549.2.7"]})
            name = f"cn=carol,{SUFFIX}"
            other = admin.add(name, {
                "objectClass": ["applicationProcess", "simpleSecurityObject", "oathHOTPUser"], "cn": ["carol"],
                "userPassword": [PASSWORD], "oathHOTPToken": [token]})
            if answer.code or other.code:
                raise RuntimeError(f"{answer} {other}")
            for counter in range(1, rounds + 1):
                clients = [LdapClient(directory.servers[1].place, directory.authority.certificate) for _ in range(16)]
                accepted.append(at_once(clients, wire.bind(name, PASSWORD + hotp(counter))).count(0))
                for client in clients:
                    client.socket.close()
    print(f"slapo-otp: one code by 16 binds at once, {rounds} rounds: accepted {names(accepted)}"
          " (rounds x times accepted)")


def hotp(counter: int) -> str:
    digest = hmac.digest(SEED, struct.pack(">Q", counter), "sha1")
    return f"{(struct.unpack_from('>I', digest, digest[-1] & 15)[0] & 0x7FFFFFFF) % 1000000:06}"


def delay(package: SlapdPackage) -> None:
    """From a code taken at the provider to its being seen elsewhere."""
    with Directory(package) as directory:
        name = directory.add_user("alice", sample_record("alice"), sample_state(1))
        for number in (2, 3):
            wait_for(lambda number=number: directory.finds(number, name), "copied")
        writer, readers = directory.connect(1), {number: directory.connect(number) for number in (2, 3)}
        for number, reader in readers.items():
            times = []
            for _ in range(300):
                old = int(writer.search(name).entries[0][1]["countersignGeneration"][0])
                writer.modify(name, *step(old))
                start = time.monotonic()
                while int(reader.search(name).entries[0][1]["countersignGeneration"][0]) != old + 1:
                    pass
                times.append(1000 * (time.monotonic() - start))
            print(f"replication delay to {'provider' if number == 2 else 'replica'}: median"
                  f" {statistics.median(times):.1f} ms, 99 % {statistics.quantiles(times, n=100)[98]:.1f} ms,"
                  f" most {max(times):.1f} ms")


def takeover(package: SlapdPackage) -> None:
    """What the other provider does not know when the deciding one is killed in the middle of logins."""
    lost, taken = [], 0
    for _ in range(10):
        with Directory(package) as directory:
            users = [directory.add_user(f"user{number}") for number in range(8)]
            wait_for(lambda: directory.finds(2, users[-1]), "copied")
            clients, known = [directory.connect(1) for _ in users], [1] * len(users)
            end = time.monotonic() + 0.5
            while time.monotonic() < end:
                for index, client in enumerate(clients):
                    client.send(wire.modify(users[index], step(known[index])))
                for index, client in enumerate(clients):
                    if client.receive().code == 0:
                        known[index] += 1
            directory.servers[1].kill()
            time.sleep(0.5)
            found = [directory.generation(2, f"user{number}") for number in range(8)]
            lost.append(sum(known) - sum(found))
            taken += sum(known) - 8
            directory.servers[1].start()
            again = [directory.generation(1, f"user{number}") for number in range(8)]
            if again != known:
                raise RuntimeError(f"not on the disk: {again} {known}")
    print(f"provider killed: {taken} codes taken in 10 runs, all of them on its disk; unknown to the other provider:"
          f" {lost}")


def handover(package: SlapdPackage) -> None:
    """Whether what was taken before has arrived when the word arrives that somebody else decides."""
    count, early, late = 300, [], []
    for is_cut in (False, True) * 5:
        with Directory(package, servers=2) as directory:
            users = [directory.add_user(f"user{number}") for number in range(count)]
            wait_for(lambda: directory.finds(2, users[-1]), "copied")
            link = directory.links[2, 1]
            if is_cut:
                link.cut()
            with directory.connect(1, "keeper1") as old, directory.connect(2, "keeper1") as new:
                for name in users:
                    old.modify(name, *step(1))
                old.modify(BASE, (wire.REPLACE, "countersignDecider", ["nobody"]))
                stamp = old.search(BASE, attributes=("entryCSN",)).entries[0][1]["entryCSN"][0]
                link.heal()
                wait_for(lambda new=new: decider(new) == b"nobody", "the word")
                early.append((is_cut, behind(new, count)))
                wait_for(lambda new=new, stamp=stamp: stamp in csns(new), "the mark")
                late.append(behind(new, count))
    alive, healed = ([number for cut, number in early if cut is wanted] for wanted in (False, True))
    print(f"handover of {count} fresh changes, 10 runs; missing when the entry has arrived: {alive} with the wire"
          f" alive, {healed} after it was cut; missing when contextCSN has: {late}")


def decider(client: LdapClient) -> bytes:
    return client.search(BASE, attributes=("countersignDecider",)).entries[0][1]["countersignDecider"][0]


def csns(client: LdapClient) -> list[bytes]:
    return client.search(SUFFIX, attributes=("contextCSN",)).entries[0][1]["contextCSN"]


def behind(client: LdapClient, count: int) -> int:
    found = client.search(BASE, wire.SUBTREE, wire.equal("countersignGeneration", "2"), ("countersignName",))
    return count - len(found.entries)


def syncs(package: SlapdPackage) -> None:
    """How often the provider has the disk written for a code that is taken."""
    with Directory(package, servers=2) as directory:
        name = directory.add_user("alice", sample_record("alice"), sample_state(1))
        process = directory.servers[1].process.pid
        file = directory.folder / "calls"
        tracer = subprocess.Popen(
            ["strace", "-f", "-e", f"trace={','.join(SYNCS)}", "-o", file, "-p", str(process)],
            stderr=subprocess.PIPE, text=True)
        tracer.stderr.readline()
        with directory.connect(1) as client:
            for generation in range(1, 101):
                client.modify(name, *step(generation))
        tracer.terminate()
        tracer.wait()
        calls = Counter(word for line in file.read_text().splitlines() for word in SYNCS if f" {word}(" in line)
    print(f"100 codes taken: {dict(calls)}")


def growth(package: SlapdPackage) -> None:
    """What the file of the directory grows by when everybody logs in."""
    users = 5000
    with Directory(package, servers=1) as directory:
        server = directory.servers[1]
        server.stop()
        server.load((ldif_entry(user(name), user_entry(name, sample_record(name), sample_state(1)))
                     for name in (f"user{number:07}" for number in range(users))), 1)
        sizes = [used_bytes(server.folder)]
        server.start()
        with directory.connect(1) as client:
            for generation in (1, 2):
                for number in range(users):
                    client.modify(user(f"user{number * 7919 % users:07}"), *step(generation))
                sizes.append(used_bytes(server.folder))
    print(f"growth: {users} users {sizes[0] // users} bytes each, after one login each {sizes[1] // users},"
          f" after another one {sizes[2] // users}")


def logins(directory: Directory, how: str, count: int, connect: bool, length: int = 160) -> None:
    """One after the other, by one client: the server's share is what its processor time tells."""
    server = directory.servers[1]
    name = user("alice")

    def client() -> LdapClient:
        if how == "ldapi":
            one = LdapClient(server.socket)
            one.bind_external()
            return one
        return directory.connect(1)

    one = client()
    generation = directory.generation(1, "alice")
    before, times = server.processor_seconds(), []
    for number in range(count):
        start = time.monotonic()
        if connect:
            one.socket.close()
            one = client()
        one.search(BASE, attributes=("countersignFormat", "countersignDecider"))
        found = int(one.search(name).entries[0][1]["countersignGeneration"][0])
        answer = one.modify(name, *step(found, length))
        if answer.code != 0:
            raise RuntimeError(f"{answer}")
        times.append(1000 * (time.monotonic() - start))
    used = (server.processor_seconds() - before) / count
    print(f"logins by {how}, {'a connection each' if connect else 'one connection'}, state of {length} bytes: median"
          f" {statistics.median(times):.2f} ms, server {1000 * used:.2f} ms of processor time,"
          f" so {1 / used:.0f} a second and processor; generation {generation} to {directory.generation(1, 'alice')}")


def load(package: SlapdPackage) -> None:
    """What logins cost the provider."""
    for servers in (1, 3):
        with Directory(package, servers=servers) as directory:
            name = directory.add_user("alice", sample_record("alice"), sample_state(1))
            print(f"servers: {servers}")
            # The machine's root, as a host with a directory of its own: by SASL EXTERNAL.
            local = "gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth"
            with LdapClient(directory.servers[1].place, directory.authority.certificate) as admin:
                admin.bind(ADMINISTRATOR, PASSWORD)
                admin.modify(f"cn=countersign-hosts,{SUFFIX}", (wire.ADD, "member", [local]))
            logins(directory, "ldaps", 500, connect=True)
            logins(directory, "ldaps", 1000, connect=False)
            logins(directory, "ldapi", 500, connect=True)
            logins(directory, "ldaps", 1000, connect=False, length=2048)
            crowd(directory, name)


def crowd(directory: Directory, name: str) -> None:
    """Many users at once, on 64 open connections, so that syncs of the disk are shared as far as the server can."""
    for number in range(64):
        directory.add_user(f"crowd{number}", sample_record("crowd"), sample_state(1))
    clients = [directory.connect(1) for _ in range(64)]
    server = directory.servers[1]
    before, start, rounds = server.processor_seconds(), time.monotonic(), 20
    for generation in range(1, rounds + 1):
        for number, client in enumerate(clients):
            client.send(wire.search(user(f"crowd{number}"), wire.BASE, wire.present("objectClass"), ["*"]))
        for client in clients:
            client.receive()
        for number, client in enumerate(clients):
            client.send(wire.modify(user(f"crowd{number}"), step(generation)))
        codes = [client.receive().code for client in clients]
        if any(codes):
            raise RuntimeError(f"{codes}")
    seconds = time.monotonic() - start
    used = server.processor_seconds() - before
    print(f"64 users at once on open connections: {64 * rounds / seconds:.0f} logins a second,"
          f" {1000 * used / (64 * rounds):.2f} ms of processor time each")


def size(package: SlapdPackage, users: int = 100_000) -> None:
    """What users cost on the disk, by the two layouts."""
    def whole(name: str, length: int) -> str:
        return ldif_entry(user(name), user_entry(name, sample_record(name), sample_state(1, length)))

    def parted(name: str) -> str:
        device = f"cn=1,{user(name)}"
        return whole(name, 96) + ldif_entry(device, {
            "objectClass": ["device", "oathTOTPToken", "oathTOTPParams"], "cn": ["1"], "oathTOTPTimeStepDrift": ["0"],
            "oathTOTPLastTimeStep": ["59850100"], "oathFailureCount": ["0"], "oathLastLogin": ["20261125214000Z"],
            "oathOTPLength": ["6"], "oathHMACAlgorithm": ["1.2.840.113549.2.7"], "oathTOTPTimeStepPeriod": ["30"],
            "oathTOTPTimeStepWindow": ["1"], "description": [sample_record(name)[60:250]]})

    layouts = (
        ("an entry a user, state of 160 bytes", lambda name: whole(name, 160)),
        ("an entry a user, state of 2048 bytes", lambda name: whole(name, 2048)),
        ("an entry a user and one a device", parted),
    )
    for what, make in layouts:
        with Directory(package, servers=1) as directory:
            server = directory.servers[1]
            server.stop()
            empty = used_bytes(server.folder)
            start = time.monotonic()
            server.load((make(f"user{number:07}") for number in range(users)), 1)
            seconds = time.monotonic() - start
            each = (used_bytes(server.folder) - empty) / users
            print(f"size, {what}: {each:.0f} bytes each, {each * 1e6 / (1 << 30):.1f} GiB for 1,000,000;"
                  f" loaded {users} in {seconds:.0f} s")
            if what == layouts[0][0]:
                page_through(directory)
                logins_among(directory, users)


def used_bytes(folder: Path) -> int:
    return (folder / "data/data.mdb").stat().st_blocks * 512


def page_through(directory: Directory) -> None:
    directory.servers[1].start()
    with directory.connect(1, "keeper1", seconds=60) as client:
        start, count, pages, largest = time.monotonic(), 0, 0, 0
        wanted = wire.equal("objectClass", "countersignUser")
        for page in client.pages(BASE, wanted, ("countersignRecord", "countersignState"), 500):
            if page.code != 0:
                raise RuntimeError(f"{page.code} {page.text}")
            count, pages = count + len(page.entries), pages + 1
            values = [one for _, found in page.entries for value in found.values() for one in value]
            largest = max(largest, sum(map(len, values)))
        seconds = time.monotonic() - start
        memory = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    print(f"paging: {count} users in {pages} pages of 500, {seconds:.1f} s, largest page {largest} bytes;"
          f" peak memory of this program {memory // 1024} MiB")


def logins_among(directory: Directory, users: int) -> None:
    with directory.connect(1) as client:
        times = []
        for number in range(0, users, users // 500):
            start = time.monotonic()
            client.search(user(f"user{number:07}"))
            if client.modify(user(f"user{number:07}"), *step(1)).code != 0:
                raise RuntimeError("a login failed")
            times.append(1000 * (time.monotonic() - start))
    resident = Path(f"/proc/{directory.servers[1].process.pid}/status").read_text().split("VmRSS:")[1].split()[0]
    print(f"logins among {users} users: median {statistics.median(times):.2f} ms; server resident"
          f" {int(resident) // 1024} MiB")


FIGURES = {
    one.__name__: one
    for one in (race, providers, replica, overlay, delay, takeover, handover, syncs, growth, load, size)
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*FIGURES, "report", []])
    parser.add_argument("--command", type=Path, default=COMMAND, help="for report alone; a release build by default")
    parser.add_argument("--users", type=int, default=100_000, help="for report alone")
    arguments = parser.parse_args()
    os.nice(5)
    with tempfile.TemporaryDirectory() as folder:
        package = find_package(Path(folder))
        for name in arguments.name or [*FIGURES, "report"]:
            if name == "report":
                report(package, arguments.command.resolve(), arguments.users)
            else:
                FIGURES[name](package)
    return 0


if __name__ == "__main__":
    sys.exit(main())
