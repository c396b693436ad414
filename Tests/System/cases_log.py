"""What the log has to say, and must not say."""

import configparser
import json
import re
import subprocess

from failure import expect, expect_equal
from log_listener import AUTHPRIV
from machine import SUDO_SERVICE, Machine
from sshd import NAME
from suite import case


@case("log: debug adds steps and still nothing that was typed")
def debug(machine: Machine) -> None:
    machine.password_and_code(NAME, "debug")
    phone = machine.enrol("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.wrong()))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.log.wait_for("accepted user=alice", machine.mark)
    steps = [line for line in machine.log.since(machine.mark, AUTHPRIV) if ": debug user=alice" in line]
    expect(len(steps) >= 2, "steps of both logins")


@case("log: the filter for fail2ban finds refused codes with their address, and nothing else")
def fail2ban(machine: Machine) -> None:
    pattern = failregex(machine)
    machine.password_and_code(NAME)
    machine.password_and_code(SUDO_SERVICE)
    phone = machine.enrol("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.wrong()))
    hosts = ["127.0.0.1"]
    if subprocess.run(["ip", "-6", "addr", "show", "dev", "lo"], capture_output=True, text=True).stdout.strip():
        machine.is_refused(machine.answer(machine.ssh("alice", host="::1"), "alice", phone.wrong()))
        hosts.append("::1")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.is_refused(machine.answer(machine.sudo(), "alice", phone.wrong()))
    machine.log.wait_for(f"service={SUDO_SERVICE} .*reason=wrong-code", machine.mark)
    found = [match["address"] for line in machine.log.since(machine.mark) if (match := pattern.search(line))]
    expect_equal(found, hosts, "addresses that are found")


def failregex(machine: Machine) -> re.Pattern:
    """The expression of the filter that is installed, as fail2ban would put it together."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(machine.checkout / "pam/examples/fail2ban-filter.conf")
    definition = dict(parser["Definition"]) | {"__prefix_line": r".*?\[\d+\]: "}
    text = definition["failregex"]
    while found := re.search(r"%\((\w+)\)s", text):
        text = text.replace(found[0], definition[found[1].lower()])
    return re.compile(re.sub("<ADDR>|<HOST>", r"(?P<address>[0-9A-Fa-f.:]+)", text))


@case("log: the audit file has logins and changes in one chain, and an altered line is found")
def audit_file(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.wrong()))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.countersign("rename", "alice", "Phone", "Pixel")
    file = machine.root / "var/log/countersign/audit.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    told = [(line["event"], line["outcome"], line.get("action") or line.get("reason")) for line in lines]
    expect_equal(told, [
        ("administration", "changed", "enroll"), ("login", "refused", "wrong-code"), ("login", "accepted", "totp"),
        ("administration", "changed", "rename")], "events of the audit file")
    expect_equal({line.get("address") for line in lines if line["event"] == "login"},
                 {"127.0.0.1"}, "where the logins came from")
    expect("4 lines are as they were written" in machine.countersign("audit", "verify"), "a chain that is whole")
    file.write_text(file.read_text().replace('"refused"', '"ignored"', 1))
    machine.countersign("audit", "verify", status=1)


@case("log: without the audit file logins go on, and the log says that a line is lost")
def lost_audit_file(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    folder = machine.root / "var/log/countersign"
    folder.rename(folder.with_name("elsewhere"))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    expect(machine.log.wait_for("reason=audit-line-lost", machine.mark), "a line: audit-line-lost")
