"""Tests the directory of the tests: that it does what the cases rely on."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ldap_wire as wire
from directory import Directory, user, wait_for
from failure import Failure, expect, expect_equal
from ldap_client import LdapClient
from slapd import TOP, SlapdPackage
from slapd_settings import ADMINISTRATOR, BASE, PASSWORD

Test = Callable[[Directory], None]


def step(old: int) -> list[tuple[int, str, list[str | bytes]]]:
    return [
        (wire.DELETE, "countersignGeneration", [str(old)]), (wire.ADD, "countersignGeneration", [str(old + 1)]),
        (wire.REPLACE, "countersignState", [f"state {old + 1}"]),
    ]


def schema_is_served(directory: Directory) -> None:
    with directory.connect(2) as client:
        found = client.search("cn=Subschema", attributes=("attributeTypes", "objectClasses")).entries[0][1]
    known = b"\n".join(found["attributeTypes"] + found["objectClasses"])
    for name in ("Name", "Generation", "Record", "State", "Serial", "Decider", "Takeover", "Format", "Site", "User"):
        expect(f"'countersign{name}'".encode() in known, f"countersign{name} in the schema")
    expect(b"2.25.97460771205391540011778659580783163865.2.3" in known, "numbers below our arc")


def both_forms_agree(directory: Directory) -> None:
    """The schema for slapd.conf, turned into cn=config by slapd itself, is the one for cn=config."""
    server = directory.servers[1]
    settings, made = directory.folder / "slapd.conf", directory.folder / "made"
    made.mkdir()
    ours = TOP / "pam/directory"
    settings.write_text(f"include {server.package.schemas}/core.schema\ninclude {ours}/countersign.schema\n")
    subprocess.run(
        ["slaptest", "-f", settings, "-F", made], executable=server.package.program,
        env=server.package.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = definitions(next(made.glob("cn=config/cn=schema/*countersign.ldif")).read_text())
    expect_equal(found, definitions((ours / "countersign.ldif").read_text()), "definitions in slapd.conf's form")
    expect_equal(len(found), 12, "definitions")


def definitions(ldif: str) -> set[str]:
    """Each on one line, in one spelling."""
    lines = ldif.replace("\n ", "").splitlines()
    values = (line.split(": ", 1)[1] for line in lines if line.startswith(("olcAttr", "olcObjectI", "olcObjectC")))
    return {" ".join(re.sub(r"^\{\d+\}", "", value).split()) for value in values if value != "olcSchemaConfig"}


def changes_are_copied(directory: Directory) -> None:
    name = directory.add_user("copied")
    for number in (2, 3):
        wait_for(lambda number=number: directory.generation(number, "copied") == 1, f"a copy at {number}")
    with directory.connect(2) as client:
        expect_equal(client.modify(name, *step(1)).code, wire.SUCCESS, "a change at the other provider")
    for number in (1, 3):
        wait_for(lambda number=number: directory.generation(number, "copied") == 2, f"the change at {number}")


def old_value_goes_once(directory: Directory) -> None:
    name = directory.add_user("once")
    clients = [directory.connect(1) for _ in range(16)]
    for client in clients:
        client.send(wire.modify(name, step(1)))
    codes = sorted(client.receive().code for client in clients)
    expect_equal(codes, [wire.SUCCESS] + 15 * [wire.NO_SUCH_ATTRIBUTE], "results of 16 takers")
    asserted = wire.control(wire.ASSERTION, wire.equal("countersignGeneration", "1"))
    answer = clients[0].modify(name, (wire.REPLACE, "countersignState", ["x"]), controls=[asserted])
    expect_equal(answer.code, wire.ASSERTION_FAILED, "an assertion that does not hold")
    for client in clients:
        client.socket.close()


def hosts_write_state_alone(directory: Directory) -> None:
    name = directory.add_user("guarded")
    with directory.connect(1) as host:
        expect_equal(host.modify(name, *step(1)).code, wire.SUCCESS, "state by a host")
        refused = wire.INSUFFICIENT_ACCESS
        record = host.modify(name, (wire.REPLACE, "countersignRecord", ["mine"]))
        expect_equal(record.code, refused, "record by a host")
        expect_equal(host.delete(name).code, refused, "removal by a host")
        stranger = {"objectClass": ["countersignUser"], "countersignName": ["new"], "countersignGeneration": ["1"],
                    "countersignRecord": ["r"], "countersignState": ["s"]}
        expect_equal(host.add(user("new"), stranger).code, refused, "a user by a host")
        expect_equal(host.modify(BASE, (wire.REPLACE, "countersignDecider", ["ldaps://me"])).code, refused, "decider")
    with directory.connect(1, "replicator") as other:
        expect_equal(other.modify(name, *step(2)).code, refused, "state by somebody else")
    with LdapClient(directory.servers[1].place, directory.authority.certificate) as nobody:
        expect_equal(nobody.search(name).entries, [], "what an anonymous reader finds")


def replica_gives_no_originals(directory: Directory) -> None:
    name = directory.add_user("original")
    wait_for(lambda: directory.generation(3, "original") == 1, "a copy")
    with directory.connect(3) as client:
        answer = client.search(name, controls=[wire.control(wire.NO_COPY)])
        expect(answer.code in (wire.UNWILLING, wire.REFERRAL) and not answer.entries, "no copy where none is wanted")
        expect_equal(client.modify(name, *step(1)).code, wire.SUCCESS, "a change that the replica passes on")
    expect_equal(directory.generation(1, "original"), 2, "the generation at the provider")


def partition_and_healing(directory: Directory) -> None:
    name = directory.add_user("split")
    wait_for(lambda: directory.generation(2, "split") == 1, "a copy")
    directory.partition()
    try:
        for number in (1, 2):
            with directory.connect(number) as client:
                expect_equal(client.modify(name, *step(1)).code, wire.SUCCESS, f"a change at {number}, alone")
        time.sleep(0.2)
        with directory.connect(1) as client:
            client.modify(name, *step(2))
        time.sleep(0.2)
        expect_equal([directory.generation(number, "split") for number in (1, 2)], [3, 2], "apart")
    finally:
        directory.heal()
    wait_for(lambda: directory.generation(2, "split") == 3, "the same again")


def wires_to_clients(directory: Directory) -> None:
    front = directory.fronts[1]
    front.delay = 0.25
    start = time.monotonic()
    with directory.connect(1, by_front=True):
        expect(time.monotonic() - start > 0.9, "a slow wire to be slow")
    front.heal()
    front.hangs = True
    start = time.monotonic()
    expect_trouble(lambda: directory.connect(1, by_front=True, seconds=0.5), TimeoutError)
    expect(time.monotonic() - start < 2, "the client to give up in time")
    front.heal()
    front.cut()
    expect_trouble(lambda: directory.connect(1, by_front=True), OSError)
    front.heal()
    directory.connect(1, by_front=True).socket.close()


def server_hangs_and_dies(directory: Directory) -> None:
    name = directory.add_user("survivor")
    server = directory.servers[1]
    server.suspend()
    expect_trouble(lambda: directory.connect(1, seconds=0.5), TimeoutError)
    server.resume()
    with directory.connect(1) as client:
        expect_equal(client.modify(name, *step(1)).code, wire.SUCCESS, "a change before the end")
        server.kill()
        expect_trouble(lambda: client.search(name), OSError)
    expect_trouble(lambda: directory.connect(1), ConnectionRefusedError)
    server.start()
    expect_equal(directory.generation(1, "survivor"), 2, "what was on the disk")


def certificates_are_looked_at(directory: Directory) -> None:
    place = directory.servers[1].place
    expect_trouble(lambda: LdapClient(place, directory.stranger.certificate), ssl.SSLCertVerificationError)
    wrong = directory.liar("silence", is_known=False)
    expect_trouble(lambda: LdapClient(at(wrong.url), directory.authority.certificate), ssl.SSLCertVerificationError)


def liars_lie(directory: Directory) -> None:
    found = {}
    for lie in ("truncated", "garbage", "closing", "silence", "loop", "foreign"):
        liar = directory.liar(lie)
        with LdapClient(at(liar.url), directory.authority.certificate, seconds=0.5) as client:
            expect_equal(client.bind(ADMINISTRATOR, PASSWORD).code, wire.SUCCESS, "a bind to a liar")
            try:
                answer = client.search(user("alice"))
                found[lie] = answer.referrals or [name for name, _ in answer.entries]
            except (OSError, ValueError, IndexError) as error:
                found[lie] = [type(error).__name__]
    expect_equal(found["loop"], [f"{directory.liars[-2].url}/{user('alice')}"], "a referral back to itself")
    expect_equal(found["foreign"], ["cn=somebody else"], "an entry that nobody asked for")
    expect_equal(found["silence"], ["TimeoutError"], "silence")
    for lie in ("truncated", "garbage", "closing"):
        expect(found[lie][0] in ("ConnectionError", "IndexError", "ValueError", "TimeoutError", "SSLError"), found[lie])
    for lie in ("huge", "endless"):
        liar = directory.liar(lie)
        with LdapClient(at(liar.url), directory.authority.certificate, seconds=5) as client:
            client.bind(ADMINISTRATOR, PASSWORD)
            client.send(wire.search(user("alice"), wire.BASE, wire.present("objectClass"), ["*"]))
            taken = 0
            while taken < 4 << 20:
                taken += len(client.socket.recv(1 << 20))


def pages_are_bounded(directory: Directory) -> None:
    for number in range(25):
        directory.add_user(f"paged{number}")
    with directory.connect(1, "keeper1") as client:
        pages = list(client.pages(BASE, wire.equal("objectClass", "countersignUser"), ("countersignName",), 10))
    sizes = [len(page.entries) for page in pages]
    expect(max(sizes) == 10 and sum(sizes) >= 25, f"pages of 10: {sizes}")


def at(address: str) -> tuple[str, int]:
    host, port = address.removeprefix("ldaps://").rsplit(":", 1)
    return host, int(port)


def expect_trouble(body: Callable[[], object], kind: type[Exception]) -> None:
    try:
        body()
    except kind:
        return
    raise Failure(f"expected: {kind.__name__}")


def nothing_stays(package: SlapdPackage) -> None:
    """After a failure in the middle, no server, no folder and no port is left."""
    seen: list[Directory] = []
    try:
        with Directory(package) as directory:
            seen.append(directory)
            processes = [server.process for server in directory.servers.values()]
            raise Failure("in the middle")
    except Failure:
        pass
    directory = seen[0]
    expect(not directory.folder.exists(), "the folder to be gone")
    expect(all(process.poll() is not None for process in processes), "the servers to be gone")
    for place in (directory.servers[1].place, (f"{directory.network}.254", directory.servers[1].place[1])):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)


def servers_end_with_the_test(package: SlapdPackage) -> None:
    """The servers of a test that is killed, and so cannot clean up, end as well."""
    program = Path(__file__).with_name("directory.py")
    environment = {**os.environ, "COUNTERSIGN_SLAPD": str(package.folder)}
    test = subprocess.Popen(
        [sys.executable, "-B", program, "--serve"], env=environment, stdout=subprocess.PIPE, text=True)
    lines = [test.stdout.readline().split() for _ in range(3)]
    test.send_signal(signal.SIGKILL)
    test.wait()
    test.stdout.close()
    for line in lines:
        wait_for(lambda line=line: not answers(at(line[1])), "the server to be gone", 5)
    folder = Path(lines[0][3]).parent.parent
    shutil.rmtree(folder)


def answers(place: tuple[str, int]) -> bool:
    try:
        socket.create_connection(place, timeout=1).close()
        return True
    except OSError:
        return False


TESTS: tuple[Test, ...] = (
    schema_is_served, both_forms_agree, changes_are_copied, old_value_goes_once, hosts_write_state_alone,
    replica_gives_no_originals, partition_and_healing, wires_to_clients, server_hangs_and_dies,
    certificates_are_looked_at, liars_lie, pages_are_bounded,
)


def run(package: SlapdPackage) -> int:
    start, failed = time.monotonic(), 0
    with Directory(package) as directory:
        for test in TESTS:
            failed += not passes(test, directory)
    for last in (nothing_stays, servers_end_with_the_test):
        failed += not passes(last, package)
    print(f"{len(TESTS) + 2 - failed} passed, {failed} failed, {time.monotonic() - start:.1f} s")
    return 1 if failed else 0


def passes(test: Callable, subject: object) -> bool:
    try:
        test(subject)
    except Exception as error:  # A test may fail in any way, and the others go on.
        print(f"FAIL {test.__name__}\n  | {type(error).__name__}: {error}")
        return False
    print(f"ok {test.__name__}")
    return True
