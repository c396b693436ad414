"""Tests the program that speaks to the directory against real and lying servers."""

import argparse
import os
import socket
import ssl
import statistics
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import ldap_wire as wire
from directory import Directory, find_package, url, user, user_entry, wait_for
from directory_program import DirectoryProgram, Reply, password_file
from failure import expect, expect_equal
from ldap_client import LdapClient
from lying_directory import LyingDirectory
from relay import Relay
from sample_users import ldif_entry, sample_record, sample_state
from slapd_settings import ADMINISTRATOR, BASE, HOSTS, PASSWORD, SUFFIX


class Hosts:
    """Starts the program as a host of the directory would."""

    def __init__(self, program: Path, directory: Directory, folder: Path):
        self.program = program
        self.directory = directory
        self.password = password_file(folder, PASSWORD)
        self.folder = folder

    def address(self, number: int) -> str:
        return url(self.directory.servers[number].place)

    def start(self, *servers: str, name: str = "host1", **more: object) -> DirectoryProgram:
        login = ["password", f"cn={name},{SUFFIX}", str(more.pop("file", self.password))]
        authority = more.pop("authority", self.directory.authority.certificate)
        return DirectoryProgram(
            self.program, list(servers) or [self.address(1)], str(more.pop("base", BASE)), login, authority)

    def first_word(self, *servers: str, **more: object) -> tuple[str, float]:
        """What it says to a first order, and after how many seconds."""
        start = time.monotonic()
        with self.start(*servers, **more) as program:
            return program.read("alice").word, time.monotonic() - start


def reads_and_takes(hosts: Hosts) -> None:
    hosts.directory.add_user("alice", b"the record", b"the state")
    with hosts.start() as one, hosts.start() as other:
        expect_equal(one.read("alice"), Reply("found", b"alice", 1, 0, b"the record", b"the state"), "alice")
        expect_equal(one.read("Alice").word, "absent", "another user")
        expect_equal(one.take("alice", 1, b"taken").word, "done", "the first to take")
        expect_equal(other.take("alice", 1, b"taken too").word, "overtaken", "the second to take")
        found = other.read("alice")
        expect_equal((found.generation, found.state), (2, b"taken"), "what stands there")
        expect_equal(one.take("nobody", 1, b"x").word, "absent", "nobody's state")


def one_of_many_wins(hosts: Hosts) -> None:
    hosts.directory.add_user("race")
    programs = [hosts.start() for _ in range(8)]
    for program in programs:
        program.read("race")
    for generation in range(1, 21):
        words: list[str] = [""] * len(programs)
        barrier = threading.Barrier(len(programs))

        def take(index: int, generation: int = generation) -> None:
            barrier.wait()
            words[index] = programs[index].take("race", generation, f"by {index}".encode()).word

        threads = [threading.Thread(target=take, args=(index,)) for index in range(len(programs))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expect_equal(sorted(words), ["done"] + 7 * ["overtaken"], f"turn {generation}")
    for program in programs:
        program.close()


def keepers_write(hosts: Hosts) -> None:
    with hosts.start(name="keeper1") as keeper:
        expect_equal(keeper.ask(b"a", "new", 1, b"r1", b"s1").word, "done", "adding")
        expect_equal(keeper.ask(b"a", "new", 1, b"r2", b"s2").word, "overtaken", "adding again")
        expect_equal(keeper.ask(b"w", "new", 1, b"r2", b"s2").word, "done", "writing")
        expect_equal(keeper.ask(b"w", "new", 1, b"r3", b"s3").word, "overtaken", "writing what has changed")
        expect_equal(keeper.read("new"), Reply("found", b"new", 2, 0, b"r2", b"s2"), "what was written")
        expect_equal(keeper.ask(b"c", "new").word, "rights 1 1", "rights of a keeper")
        expect_equal(keeper.ask(b"d", "new", 1).word, "overtaken", "removing what has changed")
        expect_equal(keeper.ask(b"d", "new", 2).word, "done", "removing")
        expect_equal(keeper.read("new").word, "absent", "who was removed")
        expect_equal(keeper.ask(b"a", "a,b=c+\"\\ \xe9", 1, bytes(range(256)), b"s").word, "done", "a strange name")
        expect_equal(keeper.read("a,b=c+\"\\ \xe9").record, bytes(range(256)), "a strange name's record")
        largest = b"r" * 65536
        expect_equal(keeper.ask(b"a", "large", 0, largest, b"s" * 4096).word, "done", "the largest user")
        expect_equal(keeper.read("large").record, largest, "the largest record")


def hosts_do_not(hosts: Hosts) -> None:
    hosts.directory.add_user("guarded")
    with hosts.start() as host:
        expect_equal(host.ask(b"c", "guarded").word, "rights 1 0", "rights of a host")
        expect_equal(hosts.directory.generation(1, "guarded"), 1, "the generation after looking at rights")
        expect_equal(host.ask(b"w", "guarded", 1, b"mine", b"s").word, "forbidden", "writing a record")
    with hosts.start() as host:
        expect_equal(host.ask(b"a", "mine", 1, b"mine", b"s").word, "forbidden", "adding a user")


def lists_all(hosts: Hosts) -> None:
    for number in range(250):
        hosts.directory.add_user(f"listed{number}", b"r" * 1500, b"s" * 160)
    flawed = user_entry("flawed", b"r", b"s") | {"countersignGeneration": ["-5"]}
    with hosts.directory.connect(1, "keeper1") as client:
        client.add(user("flawed"), flawed)
    with hosts.start(name="keeper1") as keeper:
        keeper.say(b"l")
        seen, flaws = [], []
        while (reply := keeper.hear()).word in ("found", "flawed"):
            (seen if reply.word == "found" else flaws).append(reply.user.decode())
        expect_equal((reply.word, flaws), ("end", ["flawed"]), "the end of the list")
        expect_equal(len({name for name in seen if name.startswith("listed")}), 250, "users in the list")
        expect_equal(len(seen), len(set(seen)), "users that are listed once")
        expect_equal(keeper.read("listed0").word, "found", "an order after a list")
        expect_equal(keeper.read("flawed").word, "malformed", "a user with a number that is not ours")


def lists_many(hosts: Hosts, users: int) -> None:
    """As many as a test wants to wait for; what it prints is in Documents/directory.md."""
    server = hosts.directory.servers[1]
    server.stop()
    server.load((ldif_entry(user(name), user_entry(name, sample_record(name), sample_state(1)))
                 for name in (f"many{number:07}" for number in range(users))), 1)
    server.start()
    with hosts.start(name="keeper1") as keeper:
        start, count = time.monotonic(), 0
        keeper.say(b"l")
        while (reply := keeper.hear()).word == "found":
            count += 1
        memory = Path(f"/proc/{talking(keeper)}/status").read_text().split("VmHWM:")[1].split()[0]
    expect(reply.word == "end" and count >= users, f"all users and an end: {count} {reply.word}")
    print(f"  {count} users listed in {time.monotonic() - start:.1f} s, peak memory of the program {memory} kB")


def talking(program: DirectoryProgram) -> int:
    """The process that has the connection."""
    return int(Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children").read_text().split()[0])


def asks_who_decides(hosts: Hosts) -> None:
    wait_for(lambda: hosts.directory.finds(3, user("alice")), "a copy")
    for number in (2, 3):
        expect_equal(hosts.first_word(hosts.address(number))[0], "not-deciding", f"server {number}")
    expect_equal(hosts.first_word(hosts.address(3), hosts.address(2), hosts.address(1))[0], "found", "the third server")
    with hosts.start() as host, hosts.directory.connect(1, "keeper1") as keeper:
        found = host.read("alice")
        keeper.modify(BASE, (wire.REPLACE, "countersignDecider", ["moving"]))
        expect_equal(host.take("alice", found.generation, b"late").word, "not-deciding", "taking while it moves")
    with hosts.directory.connect(1, "keeper1") as keeper:
        keeper.modify(
            BASE, (wire.REPLACE, "countersignDecider", [hosts.address(2)]),
            (wire.REPLACE, "countersignTakeover", ["20261126115300Z"]))
    wait_for(lambda: hosts.first_word(hosts.address(1), hosts.address(2))[0] == "found", "the other one decides")
    with hosts.start(hosts.address(1), hosts.address(2)) as host:
        expect_equal(host.read("alice").takeover, 1795693980, "when it took over")
    with hosts.directory.connect(2, "keeper1") as keeper:
        keeper.modify(
            BASE, (wire.REPLACE, "countersignDecider", [hosts.address(1)]),
            (wire.REPLACE, "countersignTakeover", []))
    wait_for(lambda: hosts.first_word()[0] == "found", "the first one decides again")


def proves_servers(hosts: Hosts) -> None:
    directory = hosts.directory
    expect_equal(hosts.first_word(authority=directory.stranger.certificate)[0], "untrusted", "another authority")
    expect_equal(hosts.first_word(authority="")[0], "untrusted", "the authorities of the system")
    expect_equal(hosts.first_word(directory.liar("silence", is_known=False).url)[0], "untrusted", "a wrong certificate")
    stray = Relay(directory.address(200), directory.servers[1].place)
    expect_equal(hosts.first_word(url(directory.address(200)))[0], "untrusted", "a certificate for another address")
    stray.close()
    old = directory.liar("closing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old.context.minimum_version = ssl.TLSVersion.TLSv1
        old.context.maximum_version = ssl.TLSVersion.TLSv1_1
    old.context.set_ciphers("ALL:@SECLEVEL=0")
    expect_equal((hosts.first_word(old.url)[0], old.questions), ("untrusted", 0), "TLS 1.1")
    wrong = hosts.folder / "wrong"
    wrong.mkdir()
    expect_equal(hosts.first_word(file=password_file(wrong, "wrong"))[0], "bind-refused", "a wrong password")
    os.chmod(wrong / "password", 0o640)
    expect_equal(hosts.first_word(file=wrong / "password")[0], "bad-order", "a password file for others to read")
    expect_equal(hosts.first_word(base=f"ou=elsewhere,{SUFFIX}")[0], "no-base", "another base")
    expect_equal(hosts.first_word("ldap://127.0.0.1")[0], "bad-order", "an address without TLS")


def goes_on_to_the_next(hosts: Hosts) -> None:
    directory, good = hosts.directory, hosts.address(1)
    front = url(directory.fronts[1].listener.getsockname())
    word, seconds = hosts.first_word("ldaps://127.0.0.1:1", good)
    expect(word == "found" and seconds < 1, f"a refused connection to cost nothing: {word} {seconds:.1f} s")
    word, seconds = hosts.first_word("ldaps://nowhere.invalid", good)
    expect(word == "found" and seconds < 3, f"an unknown name to cost 2 s at most: {word} {seconds:.1f} s")
    directory.servers[2].suspend()
    word, seconds = hosts.first_word(hosts.address(2), good)
    directory.servers[2].resume()
    expect(word == "found" and 1.5 < seconds < 3, f"a hanging server to cost 2 s: {word} {seconds:.1f} s")
    print(f"  next server after one that hangs in the handshake: {seconds:.2f} s")
    with directory.connect(1, "keeper1") as keeper:
        keeper.modify(BASE, (wire.ADD, "countersignDecider", [front]))
    directory.fronts[1].delay = 0.5
    word, seconds = hosts.first_word(front)
    expect(word == "found", f"a slow wire to be good enough: {word} {seconds:.1f} s")
    print(f"  each answer takes 1 s: {seconds:.2f} s")
    directory.fronts[1].delay = 1
    word, seconds = hosts.first_word(front)
    expect(word == "unreachable" and seconds < 3, f"a wire of 1 s each way to be too slow: {word} {seconds:.1f} s")
    directory.fronts[1].heal()


def refuses_lies(hosts: Hosts) -> None:
    wanted = {
        "truncated": "unreachable", "garbage": "unreachable", "closing": "unreachable", "huge": "unreachable",
        "silence": "unreachable", "loop": "not-deciding", "endless": "malformed", "foreign": "no-base",
    }
    for lie in LyingDirectory.LIES:
        word, seconds = hosts.first_word(hosts.directory.liar(lie).url)
        expect(seconds < 4, f"{lie} to end in time: {seconds:.1f} s")
        expect_equal(word, wanted[lie], lie)
        word, seconds = hosts.first_word(hosts.directory.liars[-1].url, hosts.address(1))
        expect_equal(word, "found", f"the next server after {lie}")


def ends_in_time(hosts: Hosts) -> None:
    """A server that hangs in the middle of orders: no answer, and no second try."""
    hosts.directory.add_user("late")
    for what in ("read", "take"):
        with hosts.start() as host:
            generation = host.read("late").generation
            hosts.directory.servers[1].suspend()
            start = time.monotonic()
            reply = host.read("late") if what == "read" else host.take("late", generation, b"late")
            seconds = time.monotonic() - start
            hosts.directory.servers[1].resume()
            expect(reply.word == "silence" and seconds < 6, f"an end in time: {reply.word} {seconds:.1f} s")
            print(f"  {what} at a server that hangs: no answer after {seconds:.2f} s")


def survives_a_kill(hosts: Hosts) -> None:
    hosts.directory.add_user("killed")
    with hosts.start() as host:
        generation = host.read("killed").generation
        expect_equal(host.take("killed", generation, b"known").word, "done", "a code before the end")
        hosts.directory.servers[1].kill()
        expect_equal(host.take("killed", generation + 1, b"x").word, "unreachable", "a code after the end")
    expect_equal(hosts.first_word()[0], "unreachable", "a server that is gone")
    hosts.directory.servers[1].start()
    with hosts.start() as host:
        expect_equal(host.read("killed").state, b"known", "what was acknowledged")


def expect_nobody(child: int) -> None:
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{child}/status").read_text().splitlines())
    if os.geteuid() == 0:
        expect("0" not in status["Uid"].split() + status["Gid"].split(), f"no root: {status['Uid']}")
        expect_equal(int(status["CapEff"], 16) | int(status["CapPrm"], 16), 0, "capabilities")
        expect_equal(status["Groups"].strip(), "", "groups")
    expect_equal(status["NoNewPrivs"], "1", "no new privileges")


def meets_strangers_as_nobody(hosts: Hosts) -> None:
    """Whoever answers has not proved yet who that is."""
    with socket.create_server(("127.0.0.1", 0)) as stranger, hosts.start(url(stranger.getsockname())) as host:
        stranger.settimeout(10)
        with stranger.accept()[0] as connection:
            connection.settimeout(10)
            expect(connection.recv(1), "the beginning of a handshake")
            expect_nobody(talking(host))


def owns_nothing(hosts: Hosts) -> None:
    """The process that talks has no privilege, no file and no way to get one."""
    with hosts.start() as host:
        host.read("alice")
        child = talking(host)
        expect_nobody(child)
        opened = [os.readlink(f"/proc/{child}/fd/{one}") for one in os.listdir(f"/proc/{child}/fd")]
        expect(not [one for one in opened if one.startswith("/") and not one.startswith("/dev/")], f"files: {opened}")


def uses_the_socket(hosts: Hosts) -> None:
    """The kernel says who connects; a socket decides as that of its machine."""
    server = hosts.directory.servers[1]
    local = f"gidNumber={os.getegid()}+uidNumber={os.geteuid()},cn=peercred,cn=external,cn=auth"

    def start(*servers: str) -> DirectoryProgram:
        return DirectoryProgram(hosts.program, list(servers), BASE, ["external"])

    with LdapClient(server.place, hosts.directory.authority.certificate) as admin:
        admin.bind(ADMINISTRATOR, PASSWORD)
        with start(server.socket_url) as host:
            expect(host.read("alice").word in ("no-base", "not-deciding"), "a stranger at the socket to find nothing")
        admin.modify(HOSTS, (wire.ADD, "member", [local]))
        with start(server.socket_url) as host:
            expect_equal(host.read("alice").word, "not-deciding", "a socket of which nobody has spoken")
        admin.modify(BASE, (wire.ADD, "countersignDecider", [f"ldapi://{socket.gethostname()}"]))
    print(f"  by ldapi: {cost(lambda: start(server.socket_url), 'alice')}")
    with start(hosts.address(1)) as host:
        expect_equal(host.read("alice").word, "bad-order", "the socket's way over a network")


def cost(start: Callable[[], DirectoryProgram], name: str) -> str:
    """What a login pays: before its code is there, and after."""
    before, after, count = [], [], 40
    used = os.times()
    for _ in range(count):
        begin = time.monotonic()
        with start() as host:
            generation = host.read(name).generation
            middle = time.monotonic()
            expect_equal(host.take(name, generation, b"s" * 160).word, "done", "a code")
            after.append(1000 * (time.monotonic() - middle))
            before.append(1000 * (middle - begin))
    own = os.times()
    seconds = own.children_user + own.children_system - used.children_user - used.children_system
    return (f"start to read {statistics.median(before):.1f} ms, take {statistics.median(after):.1f} ms,"
            f" {1000 * seconds / count:.1f} ms of processor time")


def costs_little(hosts: Hosts) -> None:
    hosts.directory.add_user("cost", b"r" * 1400, b"s" * 160)
    print(f"  by ldaps: {cost(hosts.start, 'cost')}")


TESTS: tuple[Callable[[Hosts], None], ...] = (
    reads_and_takes, one_of_many_wins, keepers_write, hosts_do_not, lists_all, asks_who_decides, proves_servers,
    goes_on_to_the_next, refuses_lies, ends_in_time, survives_a_kill, meets_strangers_as_nobody, owns_nothing,
    costs_little, uses_the_socket,
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--users", type=int, help="list so many, and test nothing else")
    arguments = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Directory(find_package(Path(folder))) as directory:
        hosts = Hosts(arguments.program.resolve(), directory, Path(folder))
        if arguments.users:
            lists_many(hosts, arguments.users)
            return 0
        for test in TESTS:
            if arguments.only not in (None, test.__name__):
                continue
            try:
                test(hosts)
                print(f"ok {test.__name__}", flush=True)
            except Exception as error:  # The others go on.
                failed += 1
                print(f"FAIL {test.__name__}\n  | {type(error).__name__}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
