"""A touch instead of a code for sudo: security keys in SSH agents, real ones over real ssh, and hostile ones."""

import base64
import os
import subprocess
import time
from pathlib import Path

from agents import Agent
from failure import expect, expect_equal
from log_line import LogLine
from machine import ENVIRONMENT, SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case
from terminal import Terminal

CUE = "Touch your security key"


def line(outcome: str, reason: str, device: str = "-") -> LogLine:
    return local_line(ssh_line(outcome, reason, device=device), SUDO_SERVICE, "alice")


def enrol(machine: Machine, public: str) -> None:
    file = machine.root / "key.pub"
    file.write_text(public)
    machine.countersign("enroll", "alice", "--type", "agent", "--public-key", str(file), "--name", "blue", "--quiet")


class RealAgent:
    """ssh-agent with a key of sk-dummy, on the client's side."""

    def __init__(self, machine: Machine, kind: str = "ed25519-sk"):
        self.socket = machine.root / "agent"
        self.key = machine.root / kind
        provider = machine.security_key
        subprocess.run(
            ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "key", "-w", provider, "-f", self.key], check=True)
        self.process = subprocess.Popen(
            ["ssh-agent", "-D", "-a", self.socket, "-P", str(provider)], stdout=subprocess.DEVNULL)
        while not self.socket.exists():
            time.sleep(0.02)
        subprocess.run(
            ["ssh-add", "-q", "-S", provider, self.key], check=True,
            env=ENVIRONMENT | {"SSH_AUTH_SOCK": str(self.socket)}, stdin=subprocess.DEVNULL)

    @property
    def public(self) -> str:
        return self.key.with_suffix(".pub").read_text()

    def __enter__(self):
        return self

    def __exit__(self, *unused) -> None:
        self.process.terminate()
        self.process.wait()


def remote_sudo(machine: Machine, agent: RealAgent) -> Terminal:
    """As somebody elsewhere does it: ssh with a forwarded agent, and sudo there, in a terminal."""
    command = machine.sshd.client(
        "alice", "sudo -k sh -c 'echo you are in: $((6 * 7))'", ["ForwardAgent=yes"])
    words = ["-tt" if word == "-T" else word for word in command]
    return machine.terminal(["env", f"SSH_AUTH_SOCK={agent.socket}", *words], "root")


def for_each_key(kind: str) -> None:
    @case(f"agent: sudo on a remote host, by a touch of a key over a forwarded agent ({kind})")
    def remote(machine: Machine) -> None:
        machine.service(NAME, "auth required pam_permit.so")
        machine.service(SUDO_SERVICE, "auth required MODULE")
        with RealAgent(machine, kind) as agent:
            enrol(machine, agent.public)
            terminal = remote_sudo(machine, agent)
            terminal.expect(CUE)
            machine.is_in(terminal)
            expect("Verification code" not in terminal.shown, "no question for a code")
            # sk-dummy does not count: the second one is as one that was made before.
            machine.is_refused(remote_sudo(machine, agent))
            machine.countersign("resync", "alice", "blue")
            machine.is_in(remote_sudo(machine, agent))
            accepted = line("accepted", "agent", "1:blue")
            machine.logged(accepted, line("refused", "signature-counter", "1:blue"), accepted)


for key_kind in ("ed25519-sk", "ecdsa-sk"):
    for_each_key(key_kind)


@case("agent: keys come from the record alone; an authorized_keys file of the user's counts nothing (pam_rssh)")
def record_alone(machine: Machine) -> None:
    machine.service(NAME, "auth required pam_permit.so")
    machine.service(SUDO_SERVICE, "auth required MODULE")
    with RealAgent(machine) as agent:
        folder = Path("/home/alice/.ssh")
        folder.mkdir(exist_ok=True)
        (folder / "authorized_keys").write_text(agent.public)
        other = base64.b64encode(Agent(machine.root / "unused").blob).decode()
        enrol(machine, f"sk-ssh-ed25519@openssh.com {other} other\n")
        terminal = remote_sudo(machine, agent)
        machine.is_refused(terminal)
        expect(CUE not in terminal.shown, "no touch is asked for")
        machine.logged(line("refused", "key-not-there"))


def local_sudo(machine: Machine, agent: Agent) -> Terminal:
    return machine.terminal(
        ["env", f"SSH_AUTH_SOCK={agent.path}", "sudo", "-k", "sh", "-c", "echo you are in: $((6 * 7))"], "alice")


def public(agent: Agent) -> str:
    return f"sk-ssh-ed25519@openssh.com {base64.b64encode(agent.blob).decode()} key\n"


@case("agent: what is signed names host, user, service and terminal, and is another each time")
def statement(machine: Machine) -> None:
    machine.service(SUDO_SERVICE, "auth required MODULE")
    with Agent(Path("/run/agent-right")) as agent:
        enrol(machine, public(agent))
        machine.is_in(local_sudo(machine, agent))
        machine.is_in(local_sudo(machine, agent))
        expect(all(message.startswith(b"SSHSIG\0\0\0\x0bcountersign") for message in agent.signed), "the namespace")
        expect_equal(len(set(agent.signed)), 2, "different messages")
        agent.mode = "replays"
        machine.is_refused(local_sudo(machine, agent))


# What an agent does, in how many seconds that has to be over, and how the refusal is called.
HOSTILE = {
    "silent": (9, "key-failed"), "endless": (9, "key-failed"), "huge": (9, "key-failed"),
    "garbled": (9, "key-failed"), "ends": (9, "key-failed"), "empty": (5, "key-not-there"),
    "refuses": (5, "key-not-touched"), "never signs": (12, "key-not-touched"), "untouched": (5, "key-proves-nothing"),
    "changed flags": (5, "key-proves-nothing"), "another statement": (5, "key-proves-nothing"),
}


def for_each_mode(mode: str, seconds: int, reason: str) -> None:
    @case(f"agent: a hostile one ({mode}) lets nobody in and holds nobody up")
    def hostile(machine: Machine) -> None:
        machine.service(SUDO_SERVICE, "auth required MODULE")
        machine.policy("Touch 5s")
        with Agent(Path("/run/agent-hostile"), mode) as agent:
            enrol(machine, public(agent))
            start = time.monotonic()
            machine.is_refused(local_sudo(machine, agent))
            expect(time.monotonic() - start < seconds, "an end in time")
            machine.logged(line("refused", reason))
            phone = machine.enrol("alice")
            terminal = local_sudo(machine, agent)
            terminal.expect(r"Verification code: ?$", 20)
            terminal.type(phone.code())
            machine.is_in(terminal)


for hostile_mode, (hostile_seconds, hostile_reason) in HOSTILE.items():
    for_each_mode(hostile_mode, hostile_seconds, hostile_reason)


@case("agent: another user's socket is not spoken to, and a path that leads nowhere harms nothing")
def foreign(machine: Machine) -> None:
    machine.service(SUDO_SERVICE, "auth required MODULE")
    with Agent(Path("/run/agent-of-bob"), owner="bob") as agent:
        enrol(machine, public(agent))
        machine.is_refused(local_sudo(machine, agent))
        told = "no security key was asked user=alice reason=agent-of-another"
        expect(machine.log.wait_for(told, machine.mark), f"a line: {told}")
        refused = line("refused", "key-not-there")
        for path in ("/nonexistent", "/etc/passwd", "/run"):
            agent.path.unlink(missing_ok=True)
            terminal = machine.terminal(
                ["env", f"SSH_AUTH_SOCK={path}", "sudo", "-k", "sh", "-c", "echo you are in: 42"], "alice")
            machine.is_refused(terminal)
        machine.logged(*[refused] * 4)
        for path in ("relative", "/tmp/" + "x" * 200):
            # No path of a socket: as if there were none.
            terminal = machine.terminal(["env", f"SSH_AUTH_SOCK={path}", "sudo", "-k", "true"], "alice")
            terminal.expect("Verification code")
            terminal.interrupt()
    # A folder that root may enter and alice may not.
    hidden = machine.root / "hidden"
    hidden.mkdir(mode=0o700)
    with Agent(hidden / "agent") as agent:
        os.chmod(hidden, 0o700)
        machine.is_refused(local_sudo(machine, agent))
        expect_equal(agent.connections, 0, "connections with root's rights")
