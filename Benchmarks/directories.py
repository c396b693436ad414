"""What a login by a directory on this machine costs beside one by files, in turn. Started by `run --directory`."""

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tests/System"))

import ldap_wire as wire  # noqa: E402
from directory import Directory, find_package, url  # noqa: E402
from directory_program import password_file  # noqa: E402
from ldap_client import LdapClient  # noqa: E402
from log_listener import LogListener  # noqa: E402
from one_time_codes import hotp  # noqa: E402
from report import print_columns, share  # noqa: E402
from slapd_settings import ADMINISTRATOR, BASE, KEEPERS, PASSWORD, SUFFIX  # noqa: E402
from store import make_store  # noqa: E402

USER = "bench"
# Root, as the socket of slapd sees it.
LOCAL = "gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth"
PROGRAMS = ("companion", "directory")
ROWS = ("to the question", "from the answer", "both", "a process of its own, whole")


class Token:
    """An event-based device of the user."""

    def __init__(self) -> None:
        self.secret = os.urandom(20)
        self.presses = 0

    def press(self) -> str:
        self.presses += 1
        return hotp(self.secret, self.presses - 1)


class Way:
    """A host and where its users are."""

    def __init__(self, name: str, options: argparse.Namespace, token: Token, key: bytes, policy: list[str]):
        self.name = name
        self.program = options.program
        self.command = options.command
        self.token = token
        self.root = options.disk / name
        self.services = self.root / "pam.d"
        self.samples: dict[str, list[float]] = {row: [] for row in ROWS}
        make_store(self.root)
        write(self.root / "etc/countersign/site.key", f"countersign-seal-key 1 {key.hex().upper()}\n", 0o600)
        write(self.root / "etc/countersign/countersign.conf", "\n".join(["Mode mandatory", *policy, ""]), 0o644)
        programs = self.root / "usr/libexec/countersign"
        programs.mkdir(parents=True)
        for program in PROGRAMS:
            (programs / program).symlink_to(self.command.parent.parent / "libexec/countersign" / program)
        self.services.mkdir()
        (self.services / "other").touch()
        (self.services / "login").write_text(f"auth required {options.module} root={self.root}\n")

    def enrol(self) -> None:
        subprocess.run(
            [self.command, "enroll", USER, "--type", "hotp", "--secret-stdin", "--hex", "--no-confirm", "--quiet",
             "--recovery-codes", "--root", self.root],
            input=self.token.secret.hex() + "\n", text=True, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> subprocess.Popen:
        """A process that logs the user in, again and again."""
        return subprocess.Popen(
            [self.program, "judge", self.services, "login"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"LC_ALL": "C"})

    def log_in(self, process: subprocess.Popen) -> None:
        process.stdin.write(f"0 {USER} {self.token.press()}\n")
        process.stdin.flush()
        result, before, after = process.stdout.readline().split()
        if result != "0":
            raise SystemExit(f"directories: error: {self.name}: a right code gave {result}")
        for row, nanoseconds in zip(ROWS, (int(before), int(after), int(before) + int(after))):
            self.samples[row].append(nanoseconds / 1000)

    def log_in_alone(self) -> None:
        done = subprocess.run(
            [self.program, "cold", self.services, "login", USER, "0", self.token.press()], check=True,
            stdout=subprocess.PIPE, text=True, env={"LC_ALL": "C"})
        self.samples[ROWS[-1]].append(int(done.stdout.split()[1]) / 1000)


def write(file: Path, text: str, mode: int) -> None:
    file.touch(mode=0o600)
    file.write_text(text)
    file.chmod(mode)


def ways(options: argparse.Namespace, directory: Directory) -> list[Way]:
    """The two hosts of the directory have a user and a token in common."""
    server = directory.servers[1]
    with LdapClient(server.place, directory.authority.certificate) as client:
        client.bind(ADMINISTRATOR, PASSWORD)
        client.modify(KEEPERS, (wire.ADD, "member", [LOCAL]))
        client.modify(BASE, (wire.ADD, "countersignDecider", [f"ldapi://{socket.gethostname()}"]))
    token, key = Token(), os.urandom(32)
    common = ["Store ldap", f'DirectoryBase "{BASE}"']
    password = password_file(options.disk, PASSWORD)
    found = [
        Way("files", options, Token(), key, []),
        Way("ldapi", options, token, key, [*common, f"Directory {server.socket_url}", "DirectoryBind external"]),
        Way("ldaps", options, token, key, [
            *common, f"Directory {url(server.place)}", f'DirectoryBind password "cn=keeper1,{SUFFIX}" {password}',
            f"DirectoryAuthority {directory.authority.certificate}"]),
    ]
    for way in found[:2]:
        way.enrol()
    return found


def measure(every: list[Way], rounds: int) -> None:
    processes = [way.start() for way in every]
    for warming in (True, False):
        for number in range(5 if warming else rounds):
            # Each round another one is the first.
            turn = [(every[(number + shift) % len(every)], processes[(number + shift) % len(every)])
                    for shift in range(len(every))]
            for way, process in turn:
                way.log_in(process)
                if number % 2 == 0:
                    way.log_in_alone()
        if warming:
            for way in every:
                way.samples = {row: [] for row in ROWS}
    for process in processes:
        process.communicate()


def table(every: list[Way]) -> list[list[str]]:
    """Medians with the range of nine in ten, and below them the ratios."""
    lines = [["µs", *(way.name for way in every)]]
    for row in ROWS:
        columns = [way.samples[row] for way in every]
        lines.append([row, *(
            f"{median(values):.0f} ({quantiles(values, n=20)[0]:.0f}–{quantiles(values, n=20)[-1]:.0f})"
            for values in columns)])
        lines.append(["  of files", *(share(values, columns[0]) for values in columns)])
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("program", "module", "command", "peers", "disk"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    subprocess.run(["useradd", "--no-create-home", USER], check=True)
    listener = LogListener(Path("/dev/log"))
    with Directory(find_package(options.disk), servers=1, above=options.disk) as directory:
        server = directory.servers[1]
        every = ways(options, directory)
        used = server.processor_seconds()
        measure(every, options.rounds)
        used = server.processor_seconds() - used
    logins = sum(len(way.samples[row]) for way in every[1:] for row in (ROWS[0], ROWS[-1]))
    print(f"{options.rounds} logins each, in turn, by libpam and the module that ships; medians with the range of nine "
          "in ten.\nEach is on the disk before it is told: of the store, or of slapd on this machine.\n")
    print_columns(table(every))
    print(f"\nslapd: {1000 * used / logins:.1f} ms of processor time for each login by it")
    listener.close()


if __name__ == "__main__":
    main()
