"""What a helpdesk grants, on real sshd and sudo."""

import re
from dataclasses import replace

from codes import Authenticator
from failure import expect
from machine import SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case


def skipped(machine: Machine, terminal, user: str = "alice") -> None:
    """The password alone was enough."""
    machine.answer_password(terminal, user)
    machine.is_in(terminal)
    expect("Verification" not in terminal.shown, "no question for a code")


def temporary_code(machine: Machine, user: str = "alice", *options: str) -> str:
    """Issues one; the digits as a person would type them."""
    found = re.search(r"\b(\d{4}) ?(\d{4})\b", machine.countersign("temporary-code", user, *options))
    expect(found is not None, "a code of eight digits in the output")
    return found[1] + found[2]


@case("helpdesk: a bypass lets in without a code, where and as often as it says")
def bypass(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    for service in (NAME, SUDO_SERVICE):
        machine.password_and_code(service)
    phone = machine.enrol("alice")
    machine.countersign(
        "bypass", "alice", "--for", "4h", "--reason", "phone lost, ticket 4711", "--service", NAME, "--from",
        "127.0.0.0/8", "--uses", "2")
    machine.is_refused(machine.answer(machine.ssh("alice", host="::1"), "alice", "000000"))
    skipped(machine, machine.ssh("alice"))
    skipped(machine, machine.ssh("alice"))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", "000000"))
    machine.is_in(machine.answer(machine.sudo(), "alice", phone.code()))
    used = ssh_line("skipped", "bypassed")
    wrong = ssh_line("refused", "wrong-code")
    machine.logged(
        replace(wrong, address="::1"), used, used, wrong,
        local_line(ssh_line("accepted", "totp", device="1:Phone"), SUDO_SERVICE, "alice"))


@case("helpdesk: a bypass can be taken back, and serves who is not enrolled")
def revoked_bypass(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(NAME)
    machine.countersign("bypass", "bob", "--for", "1h", "--reason", "first day")
    skipped(machine, machine.ssh("bob"), "bob")
    expect("first day" in machine.countersign("status", "bob"), "the reason in status")
    machine.countersign("bypass", "bob", "--revoke", "--yes")
    machine.is_refused(machine.answer(machine.ssh("bob"), "bob", "000000"))


@case("helpdesk: a temporary code lets in once, on sshd and on sudo")
def temporary(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    for service in (NAME, SUDO_SERVICE):
        machine.password_and_code(service)
    machine.enrol("alice")
    code = temporary_code(machine)
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", code))
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", code))
    code = temporary_code(machine, "alice", "--for", "5m")
    machine.is_in(machine.answer(machine.sudo(), "alice", code))
    accepted = ssh_line("accepted", "temporary-code", device="temporary")
    machine.logged(
        accepted, ssh_line("refused", "replayed-code", device="temporary"),
        local_line(ssh_line("accepted", "temporary-code", device="temporary"), SUDO_SERVICE, "alice"))


@case("helpdesk: a device that is disabled does not count until it is enabled")
def disabled_device(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    machine.countersign("disable-device", "alice", "Phone", "--yes")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.countersign("enable-device", "alice", "Phone", "--yes")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.logged(
        ssh_line("refused", "device-disabled-by-administrator", device="1:Phone"),
        ssh_line("accepted", "totp", device="1:Phone"))


@case("helpdesk: who was reset is as if never enrolled, and can be enrolled anew")
def reset(machine: Machine) -> None:
    machine.policy("Mode mandatory")
    machine.password_and_code(NAME)
    phone = machine.enrol("alice")
    machine.countersign("reset", "alice", "--reason", "new phone", "--yes")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", machine.enrol("alice", Authenticator()).code()))
