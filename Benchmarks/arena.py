"""One place (a file system) and one kind of code, with every contender enrolled there."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from contender import USER, Contender

WRITES = {"fsync", "fdatasync"}
CALL = re.compile(r"^(?:\d+ +)?(?:<\.\.\. )?(\w+)(?:\(| resumed)")


@dataclass
class Usage:
    """Microseconds of one round: by the clock, and of a processor in user and in system mode."""

    total: float
    user: float
    system: float


class Arena:
    """Measures the contenders in turn, so that whatever else the machine does falls on all of them alike."""

    def __init__(self, program: Path, place: Path, contenders: list[Contender]):
        self.program = program
        self.contenders = contenders
        self.services = place / "pam.d"
        self.services.mkdir()
        self.floor_file = place / "floor"
        self.floor_file.write_bytes(bytes(512))
        (self.services / "permit").write_text("auth required pam_permit.so\n")
        # libpam complains to the log where this is missing, and loads what it names.
        (self.services / "other").touch()
        for contender in contenders:
            (self.services / contender.name).write_text(contender.service_line())

    def turns(self, rounds: int) -> Iterator[Contender]:
        """Each contender once a round, the first of a round last in the next."""
        for number in range(rounds):
            shift = number % len(self.contenders)
            yield from self.contenders[shift:] + self.contenders[:shift]

    def output(self, *arguments: object) -> str:
        done = subprocess.run(
            [self.program, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True, env={"LC_ALL": "C"})
        return done.stdout

    def samples(self) -> dict[str, list[float]]:
        return {contender.name: [] for contender in self.contenders}

    def load(self, rounds: int) -> dict[str, list[float]]:
        """Microseconds of dlopen in a fresh process."""
        samples = self.samples()
        for contender in self.turns(rounds):
            samples[contender.name].append(int(self.output("load", contender.module)) / 1000)
        return samples

    def cold(self, rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
        """Microseconds of a fresh process from start to end, and of the transaction in it."""
        processes, transactions = self.samples(), self.samples()
        for contender in self.turns(rounds):
            inner, outer = self.output("cold", self.services, contender.name, USER, *contender.next_code()).split()
            transactions[contender.name].append(int(inner) / 1000)
            processes[contender.name].append(int(outer) / 1000)
        return processes, transactions

    def warm(self, rounds: int, batch: int = 5) -> dict[str, list[float]]:
        """Microseconds of a transaction in a process that has made one before; with the floor."""
        samples = self.samples() | {"floor": []}
        servers = {contender.name: self.serve("serve", self.services, contender.name, USER)
                   for contender in self.contenders}
        servers["floor"] = self.serve("floor", self.services, USER, self.floor_file)
        for contender in self.contenders:
            self.ask(servers[contender.name], contender.next_code(), contender.name)
        for contender in self.turns(max(1, rounds // batch)):
            for _ in range(batch):
                samples[contender.name].append(self.ask(
                    servers[contender.name], contender.next_code(), contender.name))
            if contender is self.contenders[0]:
                samples["floor"] += [self.ask(servers["floor"], ("0", "none"), "floor") for _ in range(batch)]
        for server in servers.values():
            server.communicate()
        return samples

    def serve(self, *arguments: object) -> subprocess.Popen:
        return subprocess.Popen(
            [self.program, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"LC_ALL": "C"})

    def ask(self, server: subprocess.Popen, code: tuple[str, str], name: str) -> float:
        server.stdin.write(" ".join(code) + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
        if not answer:
            raise SystemExit(f"benchmark: error: {name} refused a right code")
        return int(answer) / 1000

    def split(self, rounds: int) -> dict[str, float]:
        """Microseconds of a warm transaction of countersign, by what they are spent on."""
        contender = next(one for one in self.contenders if one.name == "countersign")
        lines = [contender.next_code() for _ in range(rounds + 1)]
        login = self.usage(rounds, lines, "profile", self.services, contender.name, USER)
        permit = self.usage(rounds, lines, "profile", self.services, "permit", USER)
        look_up = self.usage(rounds, [], "lookup", USER, rounds)
        module = max(login.user + login.system - permit.user - permit.system - look_up.user - look_up.system, 0)
        # The kernel knows the time of a processor exactly, but what of it was in user mode by samples only.
        code = min(max(login.user - permit.user - look_up.user, 0), module)
        return {
            "libpam and the conversation, as with pam_permit": permit.user + permit.system,
            "looking the account up": look_up.user + look_up.system,
            "waiting: the disk, and for a processor": max(login.total - login.user - login.system, 0),
            "the module: its code": code,
            "the module: its system calls": module - code,
        }

    def usage(self, rounds: int, lines: list[tuple[str, str]], *arguments: object) -> "Usage":
        done = subprocess.run(
            [self.program, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True, env={"LC_ALL": "C"},
            input="".join(f"{' '.join(line)}\n" for line in lines))
        return Usage(*(int(figure) / 1000 / rounds for figure in done.stdout.split()))

    def memory(self, rounds: int) -> list[dict[str, list[float]]]:
        """KiB grown while the module is loaded, what of it is anonymous, and what is left after the transaction."""
        figures = [self.samples() for _ in range(3)]
        for contender in self.turns(rounds):
            line = self.output("memory", self.services, contender.name, USER, *contender.next_code())
            for samples, figure in zip(figures, line.split()):
                samples[contender.name].append(int(figure))
        return figures

    def calls(self, contender: Contender, trace: Path) -> list[list[str]]:
        """The system calls of the first and of the second transaction in a process, by name."""
        subprocess.run(
            ["strace", "-f", "-o", trace, self.program, "traced", self.services, contender.name, USER,
             *contender.next_code(), *contender.next_code()], check=True, env={"LC_ALL": "C", "PATH": os.defpath})
        parts: list[list[str]] = [[]]
        for line in trace.read_text(errors="replace").splitlines():
            if 'write(-1, "mark", 4)' in line:
                parts.append([])
            elif (found := CALL.match(line)) and " resumed" not in line:
                parts[-1].append(found[1])
        return [parts[1], parts[3]]
