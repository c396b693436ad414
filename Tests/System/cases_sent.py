"""Codes that are sent: by mail through a real sendmail, by HTTP gateways and Gammu, over real sshd and sudo."""

import json
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

from failure import Failure, expect, expect_equal
from gateways import HttpGateway, SmtpServer, code_in, dead_port
from machine import ENVIRONMENT, SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case

PROGRAMS = Path("/usr/local/libexec/countersign")
NUMBER = "+491701234567"
MAILBOX = "alice@example.org"


def place_programs(machine: Machine) -> None:
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    for program in (machine.checkout / "pam/deliver").iterdir():
        shutil.copy(program, PROGRAMS / program.name)
        (PROGRAMS / program.name).chmod(0o755)


def settings(machine: Machine, way: str, *lines: str) -> None:
    folder = machine.root / "etc/countersign/deliver"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{way}.conf").write_text("".join(f"{line}\n" for line in lines))
    (folder / f"{way}.conf").chmod(0o600)


def place_program(name: str, *lines: str) -> Path:
    """A program of root's own."""
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    (PROGRAMS / name).write_text("\n".join(["#!/bin/sh", *lines, ""]))
    (PROGRAMS / name).chmod(0o755)
    return PROGRAMS / name


def open_folder(name: str) -> Path:
    """Where the account without rights may write."""
    folder = Path("/run", name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    return folder


def mail(machine: Machine, server: SmtpServer) -> None:
    """msmtp is the machine's sendmail, and the server its way out."""
    place_programs(machine)
    Path("/etc/msmtprc").write_text(
        f"account default\nhost 127.0.0.1\nport {server.port}\nfrom login@example.org\ntls off\ntimeout 5\n")
    Path("/etc/msmtprc").chmod(0o644)
    sendmail = Path("/usr/sbin/sendmail")
    sendmail.unlink(missing_ok=True)
    sendmail.symlink_to("/usr/bin/msmtp")
    machine.policy(f"Deliver mail {PROGRAMS}/deliver-mail")


def gateway(machine: Machine, tls: bool = True, answer: str = "good", *more: str) -> HttpGateway:
    server = HttpGateway(machine.root, tls, answer)
    place_programs(machine)
    settings(
        machine, "sms", f"url {server.url}/v1/messages?to={{to}}", "header Authorization: Bearer VERY-SECRET",
        'json {"to":"{to}","text":"{text}","code":"{code}"}', 'expect "status": "queued"',
        *([f"cacert {machine.root}/public.pem"] if tls else []), *more)
    if tls:
        shutil.copy(f"{server.certificate}.crt", machine.root / "public.pem")
        (machine.root / "public.pem").chmod(0o644)
    machine.policy(f"Deliver sms {PROGRAMS}/deliver-http")
    return server


def enrol(machine: Machine, way: str, address: str, *more: str) -> None:
    machine.countersign(
        "enroll", "alice", "--type", "sent", "--via", way, "--to", address, "--no-confirm", "--quiet", *more)


def wait_for(what: list, count: int = 1) -> None:
    deadline = time.monotonic() + 20
    while len(what) < count:
        if time.monotonic() > deadline:
            raise Failure(f"{count} messages, not {len(what)}")
        time.sleep(0.05)


@case("sent: enrolled by mail, with the code that came")
def enrolled_by_mail(machine: Machine) -> None:
    server = SmtpServer()
    mail(machine, server)
    settings(machine, "mail", "from Login <login@example.org>", "subject Your code", "# a remark")
    terminal = machine.terminal(
        [str(machine.command), "enroll", "alice", "--type", "sent", "--via", "mail", "--to", MAILBOX, "--root",
         str(machine.root)], "root")
    terminal.expect(r"A code was sent to a…e@example\.org by mail\.")
    terminal.expect(r"Code that was sent: ?$")
    wait_for(server.messages)
    terminal.type(code_in(server.messages[0]))
    expect_equal(terminal.finish(), 0, "exit status of enroll")
    expect_equal(server.recipients, [f"RCPT TO:<{MAILBOX}>"], "recipients")
    header, _, body = server.messages[0].partition("\n\n")
    lines = header.split("\n")
    for wanted in ("From: Login <login@example.org>", f"To: <{MAILBOX}>", "Subject: Your code",
                   "Auto-Submitted: auto-generated", "Content-Type: text/plain; charset=UTF-8"):
        expect(wanted in lines, f"the header {wanted}")
    expect(re.fullmatch(r"\d{6} is your code for alice on private-machine, good for 10 minutes\.\n*", body) is not None,
           f"one sentence in the mail, not: {body}")
    shown = machine.countersign("status", "alice")
    expect("a…e@example.org" in shown and MAILBOX not in shown, "most of the address left out")
    expect(MAILBOX in machine.countersign("status", "alice", "--show-addresses"), "all of the address")
    expect(MAILBOX not in machine.countersign("status", "alice", "--json"), "most of it left out in JSON")
    server.close()


@case("sent: over ssh to somebody with nothing else, before the question and in it")
def over_ssh(machine: Machine) -> None:
    server = SmtpServer()
    mail(machine, server)
    machine.password_and_code(NAME)
    enrol(machine, "mail", MAILBOX)
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    terminal.expect(r"A code was sent to a…e@example\.org\.\r?\n(.*\r?\n)?.*Verification code: ?$")
    first = code_in(server.messages[0])
    terminal.type(first)
    machine.is_in(terminal)
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    terminal.expect(r"A code was sent to .*\r?\n(.*\r?\n)?.*Verification code: ?$")
    expect_equal(len(server.messages), 2, "mails")
    terminal.type(first)
    machine.is_refused(terminal)
    machine.logged(ssh_line("accepted", "sent", device="1:mail"), ssh_line("refused", "wrong-code"))
    server.close()


@case("sent: under sudo the message stands before the question")
def under_sudo(machine: Machine) -> None:
    server = gateway(machine)
    machine.password_and_code(SUDO_SERVICE)
    enrol(machine, "sms", NUMBER)
    terminal = machine.sudo()
    machine.answer_password(terminal, "alice")
    terminal.expect(r"A code was sent to \+49…567\.\r\n")
    terminal.expect(r"Verification code: ?$")
    path, headers, body = server.requests[0]
    expect("+" not in path, "an escaped path")
    expect_equal(unquote(path), f"/v1/messages?to={NUMBER}", "path")
    expect_equal(headers["Authorization"], "Bearer VERY-SECRET", "header")
    expect_equal(headers["Content-Type"], "application/json", "header")
    sent = json.loads(body)
    expect_equal(sent["to"], NUMBER, "address")
    expect_equal(sent["code"], code_in(sent["text"]), "code")
    machine.typed.add("VERY-SECRET")
    terminal.type(sent["code"])
    machine.is_in(terminal)
    machine.logged(local_line(ssh_line("accepted", "sent", device="1:sms"), SUDO_SERVICE, "alice"))
    server.close()


@case("sent: beside a phone, whoever types send gets a code and is asked once more")
def wished_for(machine: Machine) -> None:
    server = gateway(machine)
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    enrol(machine, "sms", NUMBER, "--name", "My mobile")
    for wish in ("send", "My mobile"):
        count = len(server.requests)
        terminal = machine.ssh("alice")
        machine.answer_password(terminal, "alice")
        terminal.expect(r"To have a code sent to you, type: send\r?\n(.*\r?\n)?.*Verification code: ?$")
        expect_equal(len(server.requests), count, "messages before the wish")
        terminal.say(wish)
        terminal.expect(r"A code was sent to \+49…567\.\r?\n(.*\r?\n)?.*Verification code: ?$")
        terminal.type(json.loads(server.requests[-1][2])["code"])
        machine.is_in(terminal)
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    shown = machine.countersign("status", "alice", "--json")
    expect_equal([device["misses"] for device in json.loads(shown)["devices"]], [0, 0], "wrong codes")
    server.close()


GATEWAYS = [
    ("dead", "was not reached|Failed to connect|Connection refused"), ("slow", "timed out|took longer than 10 s"),
    ("error", "the gateway said 500"), ("elsewhere", "the gateway said 302"),
    ("lying", "not what is expected of it"), ("garbage", "HTTP/0.9|was not reached"),
    ("stranger", "certificate|SSL"), ("plain", "the url is not https"),
]


def for_each_gateway(kind: str, said: str) -> None:
    @case(f"sent: a gateway that is {kind} sends nothing, which is told, and a phone still works")
    def failing(machine: Machine) -> None:
        server = gateway(machine, answer=kind)
        url = {"dead": f"https://localhost:{dead_port()}", "plain": server.url.replace("https", "http").replace(
            "localhost", "example.invalid")}.get(kind, server.url)
        trusted = [] if kind == "stranger" else [f"cacert {machine.root}/public.pem"]
        settings(machine, "sms", f"url {url}/x", 'json {"text":"{text}"}', 'expect "status": "queued"', *trusted)
        machine.password_and_code(SUDO_SERVICE)
        phone = machine.enrol("alice")
        enrol(machine, "sms", NUMBER)
        start = time.monotonic()
        done = subprocess.run(
            [machine.command, "send", "alice", "--root", machine.root], capture_output=True, text=True, env=ENVIRONMENT)
        expect_equal(done.returncode, 1, "exit status of send")
        expect(re.search(said, done.stderr) is not None, f"the reason, not: {done.stderr}")
        expect(time.monotonic() - start < 14, "an end within the time limit")
        machine.countersign("unlock", "alice", "--yes")
        terminal = machine.sudo()
        machine.answer_password(terminal, "alice")
        terminal.expect(r"type: send\r\n.*Verification code: ?$")
        terminal.say("send")
        terminal.expect(r"The code could not be sent to \+49…567\. Use another device\.\r\n.*Verification code: ?$")
        terminal.type(phone.code())
        machine.is_in(terminal)
        server.close()


for gateway_kind, gateway_reason in GATEWAYS:
    for_each_gateway(gateway_kind, gateway_reason)


@case("sent: a mail server that is dead or refuses is told, and so is a program that hangs or that others can change")
def failing_programs(machine: Machine) -> None:
    server = SmtpServer(refuses=True)
    mail(machine, server)
    enrol(machine, "mail", MAILBOX)

    def refused(reason: str) -> None:
        machine.countersign("unlock", "alice", "--yes")
        done = subprocess.run(
            [machine.command, "send", "alice", "--root", machine.root], capture_output=True, text=True, env=ENVIRONMENT)
        expect_equal(done.returncode, 1, "exit status of send")
        expect(reason in done.stderr, f"{reason} in: {done.stderr}")

    refused("the command said:")
    server.close()
    refused("the command said:")
    start = time.monotonic()
    machine.policy(f"Deliver mail {place_program('hang', 'trap : TERM', 'while :; do sleep 1; done')}")
    refused("took longer than 10 s")
    expect(9 < time.monotonic() - start < 13, "ten seconds")
    program = place_program("open", "exit 0")
    program.chmod(0o777)
    machine.policy(f"Deliver mail {program}")
    refused("lets others change it")
    machine.countersign("policy", "check", "--strict", status=1)
    machine.policy("Deliver mail /nowhere/x")
    refused("is missing")
    machine.policy("Mode enrolled")
    refused("no Deliver")


@case("sent: by the SMS daemon of Gammu")
def by_gammu(machine: Machine) -> None:
    place_programs(machine)
    spool = open_folder("gammu-outbox")
    config = Path("/etc/gammu-smsdrc")
    config.write_text(
        f"[gammu]\nport = /dev/null\n[smsd]\nservice = files\nlogfile = /dev/null\noutboxpath = {spool}/\n")
    config.chmod(0o644)
    machine.policy(f"Deliver sms {PROGRAMS}/deliver-gammu")
    enrol(machine, "sms", NUMBER)
    machine.countersign("send", "alice")
    files = list(spool.iterdir())
    expect_equal(len(files), 1, "messages in the outbox")
    expect(NUMBER in files[0].name, "the number of the message")
    text = files[0].read_text(errors="replace").replace("\0", "")
    machine.countersign("verify", "alice", text=code_in(text) + "\n")


@case("sent: of sixteen at once one sends, and of sixteen with its code one is let in")
def at_once(machine: Machine) -> None:
    spool = open_folder("countersign-spool")
    machine.policy(f"Deliver sms {place_program('keep', f'read -r to; read -r code; echo $code >{spool}/$$')}")
    enrol(machine, "sms", NUMBER)

    def run(*arguments: str, text: str = "") -> int:
        return subprocess.run(
            [machine.command, *arguments, "--root", machine.root], input=text, text=True, env=ENVIRONMENT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    with ThreadPoolExecutor(16) as pool:
        sent = list(pool.map(lambda _: run("send", "alice"), range(16)))
        expect_equal(sorted(sent), [0, *[1] * 15], "one sending")
        codes = [file.read_text() for file in spool.iterdir()]
        expect_equal(len(codes), 1, "codes")
        accepted = list(pool.map(lambda _: run("verify", "alice", text=codes[0]), range(16)))
    expect_equal(sorted(accepted), [0, *[1] * 15], "one login")


@case("sent: killed before any of its calls, send leaves a state that is whole, and at most one code that counts")
def killed(machine: Machine) -> None:
    spool = open_folder("countersign-spool")
    machine.policy(f"Deliver sms {place_program('keep', f'read -r to; read -r code; echo $code >{spool}/code')}")
    enrol(machine, "sms", NUMBER)
    command = [str(machine.command), "send", "alice", "--root", str(machine.root)]
    calls = "openat,flock,fcntl,pwrite64,fdatasync,clone,fork,vfork,pipe2,wait4,waitid"
    for number in range(1, 400):
        machine.countersign("unlock", "alice", "--yes")
        (spool / "code").unlink(missing_ok=True)
        done = subprocess.run(
            ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e",
             f"inject={calls}:signal=KILL:when={number}", *command],
            env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        machine.countersign("unlock", "alice", "--yes")
        if done.returncode == 0:
            expect(number > 10, "calls before the end")
            return
        if number % 5 == 0 or (spool / "code").exists():
            machine.countersign("send", "alice")
            machine.countersign("verify", "alice", text=(spool / "code").read_text())
    raise Failure("an end of the calls")


@case("notify: each event is told with its facts, and no login waits for it")
def notified(machine: Machine) -> None:
    spool = open_folder("countersign-spool")
    note = place_program(
        "note", "{ env | grep ^COUNTERSIGN_; cat; } >" + f"{spool}/$$.new", f"mv {spool}/$$.new {spool}/$$", "sleep 8")
    machine.policy(f"Notify {note}", "Throttle wait-after=1 wait=1s longest-wait=1s lock-after=2 lock=30m")
    machine.password_and_code(SUDO_SERVICE)

    def told(event: str, **facts: str) -> None:
        deadline = time.monotonic() + 20
        while not (files := [file for file in spool.iterdir() if file.suffix == ""]):
            if time.monotonic() > deadline:
                raise Failure(f"a notice of {event}")
            time.sleep(0.05)
        lines = files[0].read_text().splitlines()
        expect(f"COUNTERSIGN_EVENT={event}" in lines, f"{event} in the environment: {lines}")
        for line in (f"event {event}", "user alice", "host private-machine",
                     *(f"{name} {value}" for name, value in facts.items())):
            expect(line in lines, f"{line} in {lines}")
        files[0].unlink()
        expect_equal(list(spool.iterdir()), [], "further notices")

    phone = machine.enrol("alice")
    told("new-device", device="Phone", by="root")
    output = machine.countersign("recovery-codes", "alice", "--quiet")
    recovery = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", output)[0]
    machine.countersign("bypass", "alice", "--for", "1h", "--service", "other", "--reason", "test", "--yes")
    told("bypass-granted", by="root")
    start = time.monotonic()
    machine.is_in(machine.answer(machine.sudo(), "alice", recovery))
    expect(time.monotonic() - start < 6, "a login that does not wait")
    told("recovery-code-used", service=SUDO_SERVICE)
    for _ in range(2):
        machine.is_refused(machine.answer(machine.sudo(), "alice", phone.wrong()))
        time.sleep(1.5)
    told("locked-out", service=SUDO_SERVICE, device="Phone")
    machine.countersign("remove", "alice", "Phone", "--yes")
    told("removed-device", device="Phone", by="root")
