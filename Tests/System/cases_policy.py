"""What the policy file changes, on real sshd, sudo and su."""

import datetime
import subprocess
from pathlib import Path

from codes import Authenticator, roomy_period
from failure import expect, expect_equal
from log_line import LogLine
from machine import SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case
from terminal import Terminal

IN = ssh_line("accepted", "totp", device="1:Phone")


def skipped(machine: Machine, terminal: Terminal, user: str = "alice") -> None:
    """The password alone was enough."""
    machine.answer_password(terminal, user)
    machine.is_in(terminal)
    expect("Verification" not in terminal.shown, "no question for a code")


def details(machine: Machine, wanted: str) -> None:
    """The last line of the module ends so."""
    lines = [line for line in machine.log.since(machine.mark) if "pam_countersign(" in line]
    expect(lines and lines[-1].endswith(wanted), f"a line that ends in: {wanted}")


def day(offset: int) -> str:
    return (datetime.date.today() + datetime.timedelta(days=offset)).isoformat()


@case("policy: without a file who is enrolled is asked, and nobody else")
def no_file(machine: Machine) -> None:
    machine.password_and_code(NAME)
    skipped(machine, machine.ssh("alice"))
    details(machine, "reason=not-enrolled policy=default")
    phone = machine.enrol("alice")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.logged(ssh_line("skipped", "not-enrolled"), IN)


@case("policy: mandatory, enrolled and disabled, each with the line that decided")
def modes(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.policy("# Everybody", "Mode mandatory")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", Authenticator().code()))
    machine.policy("Mode enrolled")
    skipped(machine, machine.ssh("alice"))
    details(machine, "reason=not-enrolled policy=1")
    machine.enrol("alice")
    machine.policy(f"Match Service {NAME}", "    Mode mandatory", "Match User alice", "    Mode disabled")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", "000000"))
    machine.policy("Mode mandatory", f"Match Service {NAME} User alice", "    Mode disabled")
    skipped(machine, machine.ssh("alice"))
    details(machine, "reason=disabled-here policy=3")


@case("policy: disabled does not need the store")
def disabled_without_store(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.enrol("alice")
    machine.policy(f"Match Service {NAME}", "    Mode disabled")
    (machine.root / "var/lib/countersign/users").chmod(0o777)
    skipped(machine, machine.ssh("alice"))


@case("policy: a file that cannot be read refuses, and the log names line and reason")
def unparsable(machine: Machine) -> None:
    machine.password_and_code(NAME, "nullok")
    machine.policy("Mode enrolled", "", "  Moode disabled")
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    machine.is_refused(terminal)
    machine.logged(ssh_line("unavailable", "malformed-policy"))
    where = machine.log.wait_for(r"line=3 column=\d+ flaw=unknown-keyword hint=", machine.mark)
    expect(where, "line, column and flaw in the log")


@case("policy: up to EnrollBy who is not enrolled passes and is told how many days are left")
def before_enrolment(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.policy("Mode mandatory", f"EnrollBy {day(14)}")
    terminal = machine.ssh("alice")
    skipped(machine, terminal)
    expect("In 14 days you will need a second factor" in terminal.shown, "the notice with 14 days")
    machine.logged(ssh_line("skipped", "must-enrol"))
    details(machine, "policy=2 days=14")


@case("policy: from EnrollBy on who is not enrolled is refused, and who is enrolled is asked before and after")
def after_enrolment(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.policy("Mode mandatory", f"EnrollBy {day(0)}")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", Authenticator().code()))
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    machine.policy("Mode mandatory", f"EnrollBy {day(30)}")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code(1)))
    machine.logged(ssh_line("refused", "not-enrolled"), IN, IN)


@case("policy: networks over IPv4 and IPv6")
def networks(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    machine.policy("Match Network 127.0.0.0/8", "    Mode disabled")
    skipped(machine, machine.ssh("alice"))
    machine.is_in(machine.answer(machine.ssh("alice", host="::1"), "alice", phone.code()))
    machine.policy("Match Network ::1,192.0.2.0/24", "    Mode disabled")
    skipped(machine, machine.ssh("alice", host="::1"))
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code(1)))


@case("policy: a security key that sshd has verified takes the place of the code, another key does not")
def security_key(machine: Machine) -> None:
    machine.service(NAME, "auth required MODULE", "auth required pam_permit.so")
    machine.policy("Mode mandatory", "Match Key sk", "    Mode disabled")
    phone = machine.enrol("carol")
    key = machine.sshd.folder / "carol-sk"
    provider = f"SecurityKeyProvider={machine.security_key}"
    if not key.exists():
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519-sk", "-N", "", "-C", key.name, "-w", machine.security_key, "-f", key],
            check=True)
    ordinary = machine.sshd.folder / "carol-ordinary"
    if not ordinary.exists():
        machine.sshd.make_key(ordinary.name)
    keys = machine.sshd.folder / "keys/carol"
    before = keys.read_text() if keys.exists() else ""
    keys.write_text(key.with_suffix(".pub").read_text() + ordinary.with_suffix(".pub").read_text())
    try:
        terminal = machine.ssh("carol", f"IdentityFile={key}", provider)
        machine.is_in(terminal)
        expect("Verification" not in terminal.shown, "no question for a code")
        machine.logged(ssh_line("skipped", "disabled-here", "carol"))
        details(machine, "policy=3")
        terminal = machine.ssh("carol", f"IdentityFile={ordinary}")
        machine.answer_code(terminal, phone.code())
        machine.is_in(terminal)
    finally:
        keys.write_text(before)


@case("policy: a success is remembered at the same address, and forgotten on demand")
def remembered(machine: Machine) -> None:
    machine.password_and_code(NAME)
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    machine.policy("Remember 8h same-address")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    skipped(machine, machine.ssh("alice"))
    machine.logged(IN, ssh_line("skipped", "remembered"))
    machine.is_in(machine.answer(machine.ssh("alice", host="::1"), "alice", phone.code(1)))
    status = machine.countersign("status", "alice")
    expect("127.0.0.1" in status and "::1" in status, "both addresses in status")
    machine.countersign("forget", "alice", "--yes")
    machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.code(1)))


@case("policy: what is remembered for one set of services is not for another")
def remembered_elsewhere(machine: Machine) -> None:
    for service in (NAME, SUDO_SERVICE):
        machine.password_and_code(service)
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    machine.policy(
        f"Match Service {NAME}", "    Remember 1h", f"Match Service {SUDO_SERVICE}", "    Remember 1h same-tty")
    machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
    skipped(machine, machine.ssh("alice"))
    machine.is_in(machine.answer(machine.sudo(), "alice", phone.code(1)))


@case("policy: su and sudo can ask for the caller's factor, sshd cannot")
def callers_factor(machine: Machine) -> None:
    machine.policy("Mode mandatory", "WhoseFactor caller")
    machine.password_and_code("su")
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    others = machine.enrol("bob", Authenticator(period=roomy_period()))
    machine.is_in(machine.answer(machine.su("bob"), "bob", phone.code()))
    machine.is_refused(machine.answer(machine.su("bob"), "bob", others.code()))
    machine.password_and_code(SUDO_SERVICE)
    machine.is_in(machine.answer(machine.sudo("bob", "-u", "carol"), "carol", others.code(1)))
    machine.password_and_code(NAME)
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    machine.is_refused(terminal)
    lines = LogLine.all(machine.log.since(machine.mark))
    expect_equal(
        [(line.outcome, line.user, line.reason) for line in lines],
        [("accepted", "bob", "totp"), ("refused", "bob", "wrong-code"), ("accepted", "carol", "totp"),
         ("refused", "alice", "caller-unknown")], "lines of the module")


@case("policy: notice and prompt stand where people see them in time")
def notice_and_prompt(machine: Machine) -> None:
    machine.policy('Notice "Codes come from the blue token."', 'Prompt "Token: "')
    for service, start in ((NAME, lambda: machine.ssh("alice")), ("su", lambda: machine.su("alice", "bob"))):
        machine.password_and_code(service)
    phone = machine.enrol("alice", Authenticator(period=roomy_period()))
    for step, start in enumerate((lambda: machine.ssh("alice"), lambda: machine.su("alice", "bob"))):
        terminal = start()
        machine.answer_password(terminal, "alice")
        terminal.expect(r"Codes come from the blue token\.\s+(\([^)]*\) )?Token: ?$")
        terminal.type(phone.code(step))
        machine.is_in(terminal)


@case("policy: groups by gid, times, and kinds of factor")
def groups_and_times(machine: Machine) -> None:
    subprocess.run(["groupadd", "--force", "countersign-exempt"], check=True)
    subprocess.run(["usermod", "-aG", "countersign-exempt", "alice"], check=True)
    try:
        machine.password_and_code(NAME)
        phone = machine.enrol("alice")
        machine.policy("Match Group countersign-exempt,!sudo Time Mon-Sun:00:00-24:00", "    Mode disabled")
        skipped(machine, machine.ssh("alice"))
        machine.policy("Match Group alice,!countersign-exempt", "    Mode disabled")
        machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
        machine.policy("Factors hotp,recovery")
        machine.is_refused(machine.answer(machine.ssh("alice"), "alice", phone.code(1)))
    finally:
        subprocess.run(["groupdel", "countersign-exempt"], check=True)


@case("policy: CVE-2025-49012: a group is its number, and another of the same name is not it")
def groups_of_one_name(machine: Machine) -> None:
    accounts = Path("/etc/group")
    before = accounts.read_text()
    try:
        machine.password_and_code(NAME)
        phone = machine.enrol("alice")
        machine.policy("Match Group exempt", "    Mode disabled")
        # The name means the first of them; alice is in the second, which has its name as well.
        accounts.write_text(before + "exempt:x:64001:\nexempt:x:64002:alice\n")
        numbers = subprocess.run(["id", "-G", "alice"], capture_output=True, text=True, check=True).stdout
        expect("64002" in numbers.split(), "alice is in the second group")
        machine.is_in(machine.answer(machine.ssh("alice"), "alice", phone.code()))
        accounts.write_text(before + "exempt:x:64001:alice\nexempt:x:64002:\n")
        skipped(machine, machine.ssh("alice"))
    finally:
        accounts.write_text(before)


@case("policy: the caller of sudo cannot move the clock on the wall by TZ")
def time_zone(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    phone = machine.enrol("alice")
    now = datetime.datetime.now()
    hour = (now + datetime.timedelta(hours=6)).strftime("%H")
    machine.policy(f"Match Time Mon-Sun:{hour}:00-{hour}:59", "    Mode disabled")
    zone = "TZ=XYZ-6"
    terminal = machine.terminal(["env", zone, "sudo", "-k", "sh", "-c", "echo you are in: $((6 * 7))"])
    machine.is_in(machine.answer(terminal, "alice", phone.code()))
    machine.logged(local_line(IN, SUDO_SERVICE, "alice"))


@case("policy: a file that others may write refuses")
def writable_policy(machine: Machine) -> None:
    machine.password_and_code(NAME)
    machine.policy("Mode disabled")
    Path(machine.root, "etc/countersign/countersign.conf").chmod(0o666)
    terminal = machine.ssh("alice")
    machine.answer_password(terminal, "alice")
    machine.is_refused(terminal)
    machine.logged(ssh_line("unavailable", "too-open"))


@case("policy: the throttle's figures")
def throttle(machine: Machine) -> None:
    machine.policy("Throttle wait-after=2 wait=10m longest-wait=10m lock-after=10 lock=30m disable-after=20")
    machine.service(NAME, "auth required MODULE")
    phone = machine.enrol("alice")
    for code in [phone.wrong()] * 2 + [phone.code()]:
        terminal = machine.ssh("alice")
        machine.answer_code(terminal, code)
        machine.is_refused(terminal)
    machine.logged(*[ssh_line("refused", "wrong-code")] * 2, ssh_line("throttled", "too-many-wrong-codes"))
