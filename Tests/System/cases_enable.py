"""countersign enable, confirm, rollback and disable, on the private machine's own PAM files and its own sshd."""

import fcntl
import os
import subprocess
import time
from pathlib import Path

from failure import expect, expect_equal
from machine import ENVIRONMENT, Machine
from openssh import CONFIGURATION, DROP_INS, SETTINGS
from services import HELLO, IN, PAM, USER, configuration, expect_same, pending, pending_id, setting
from suite import case


@case("enable: sshd and sudo, logged in by both, confirmed, and disabled again without a trace")
def whole_way(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        expect("Nothing was changed." in it.run("enable", "sshd", "sudo", "--dry-run"), "a dry run that says so")
        expect_same(configuration(), before, "files after a dry run")
        shown = it.run("enable", "sshd", "sudo", "--yes")
        expect("sudo countersign confirm" in shown, "what to do next")
        expect("has not been confirmed yet" in it.run("enable", "su", "--yes", status=1), "one change at a time")
        it.lets_in(it.answer(it.ssh()))
        refused = it.answer(it.ssh(), it.phone.wrong())
        refused.finish()
        expect(IN not in refused.shown, "no login with a wrong code")
        expect("has not logged in" in it.run("confirm", status=1), "no confirmation by root, who passed neither")
        expect("Kept: sshd, sudo." in it.confirm_by_ssh_and_sudo(), "the confirmation")
        expect(not pending(machine).exists(), "nothing that waits")
        it.run("rollback", status=1)
        it.lets_in(it.answer(it.ssh()))
        expect("asks for a code already" in it.run("enable", "sshd", "sudo", "--yes"), "a second run finds it done")
        it.run("disable", "sshd", "sudo", "--yes")
        expect_same(configuration(), before, "files after disabling")
        terminal = it.ssh()
        it.password(terminal)
        it.lets_in(terminal)


@case("enable: what nobody confirms is taken back, also when whoever did it is gone")
def not_confirmed(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        terminal = machine.terminal(
            [str(machine.command), "enable", "sudo", "sshd", "--yes", "--root", str(machine.root)], "root")
        terminal.finish()
        armed = armed_process(pending_id(machine))
        expect_equal(armed["PPid"] in ("1", str(os.getppid())), True, f"a process of nobody's, {armed}")
        expect(configuration() != before, "the change in force")
        it.run("rollback", "--armed", "another")
        expect(configuration() != before, "another change's timer does nothing")
        it.run("rollback", "--armed", pending_id(machine), "--after", "1")
        expect_same(configuration(), before, "files as they were")
        terminal = it.ssh()
        it.password(terminal)
        it.lets_in(terminal)


@case("enable: a timer that comes after the confirmation does nothing")
def late_timer(machine: Machine) -> None:
    with setting(machine) as it:
        it.run("enable", "sudo", "--yes")
        number = pending_id(machine)
        it.run("confirm", "--untried", "sudo")
        after = configuration()
        it.run("rollback", "--armed", number)
        it.run("rollback", "--if-pending")
        expect_same(configuration(), after, "files as they were confirmed")


@case("enable: where systemd runs, a transient timer is what takes it back")
def timer(machine: Machine) -> None:
    with setting(machine) as it:
        log = machine.root / "systemd-run"
        stand_in = Path("/usr/local/bin/systemd-run")
        stand_in.write_text(f'#!/bin/sh\nfor word; do echo "$word"; done > {log}\n')
        stand_in.chmod(0o755)
        Path("/run/systemd/system").mkdir(parents=True)
        try:
            before = configuration()
            it.run("enable", "sudo", "--yes", "--confirm-within", "7m")
            words = log.read_text().splitlines()
            expect("--on-active=420s" in words, f"the time, in {words}")
            at = next(index for index, word in enumerate(words) if word.startswith("/"))
            subprocess.run(words[at:], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
            expect_same(configuration(), before, "files after what the timer runs")
        finally:
            stand_in.unlink()
            Path("/run/systemd/system").rmdir()


@case("enable: key and code, for sshd")
def key_and_code(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        it.run("enable", "sshd", "--style", "key+code", "--yes")
        terminal = it.ssh(HELLO, f"IdentityFile={key(machine)}")
        machine.answer_code(terminal, it.code())
        it.lets_in(terminal)
        expect("assword" not in terminal.shown, "no question for a password")
        refused = it.ssh(HELLO, "PubkeyAuthentication=no")
        refused.finish()
        expect(IN not in refused.shown and "Verification" not in refused.shown, "no login without the key")
        it.run("rollback")
        expect_same(configuration(), before, "files after the rollback")


@case("enable: key or password, and code, for sshd")
def key_or_password(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        it.run("enable", "sshd", "--style", "key-or-password+code", "--yes")
        terminal = it.ssh(HELLO, f"IdentityFile={key(machine)}")
        machine.answer_code(terminal, it.code())
        it.lets_in(terminal)
        expect("assword" not in terminal.shown, "no question for a password")
        it.lets_in(it.answer(it.ssh(HELLO, "PubkeyAuthentication=no")))
        refused = it.ssh(HELLO, f"IdentityFile={key(machine)}")
        machine.answer_code(refused, it.phone.wrong())
        refused.finish()
        expect(IN not in refused.shown, "no login with a wrong code")
        it.run("rollback")
        expect_same(configuration(), before, "files after the rollback")


@case("enable: only for a group, for sshd and su")
def only_for_group(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        machine.enrol("alice")
        it.run("enable", "sshd", "su", "--style", "code-only-for sudo", "--yes")
        it.lets_in(it.answer(it.ssh()))
        terminal = machine.su("alice", "bob")
        machine.answer_password(terminal, "alice")
        machine.is_in(terminal)
        expect("Verification" not in terminal.shown, "no code of somebody who is not in the group")
        it.run("rollback")
        expect_same(configuration(), before, "files after the rollback")


@case("enable: su and login")
def su_and_login(machine: Machine) -> None:
    with setting(machine) as it:
        shown = it.run("enable", "su", "login", "--yes")
        expect("su-l includes su" in shown, "a word about su -l")
        terminal = it.answer(machine.terminal(["su", USER, "-c", HELLO], "bob"))
        it.lets_in(terminal)
        terminal = it.answer(machine.terminal(["login", USER], "root"))
        terminal.expect(r"[$#] ?$")
        terminal.type("")
        terminal.close()
        machine.terminals.remove(terminal)
        terminal = machine.terminal(["su", USER, "-c", HELLO], "bob")
        refused = it.answer(terminal, it.phone.wrong())
        refused.finish()
        expect(IN not in refused.shown, "no login with a wrong code")
        it.run("confirm", "--untried", "su", "--untried", "login")
        it.run("disable", "su", "--yes")
        terminal = machine.terminal(["su", USER, "-c", HELLO], "bob")
        it.password(terminal)
        it.lets_in(terminal)
        expect("pam_countersign" in (PAM / "login").read_text(), "login as it was enabled")
        it.run("disable", "login", "--yes")


@case("enable: refuses what would lock people out, and changes nothing")
def refusals(machine: Machine) -> None:
    with setting(machine) as it:
        before = configuration()
        machine.countersign("remove", USER, "--all", "--yes")
        expect("no administrator has a device" in it.run("enable", "sudo", "--yes", status=1), "nobody is enrolled")
        machine.enrol("root")
        expect("root could not log in by ssh" in it.run("enable", "sshd", "--yes", status=1),
               "the trap of PermitRootLogin")
        machine.enrol(USER)
        expect("PermitRootLogin prohibit-password" in it.run("enable", "sshd", "--dry-run"), "a word about root")
        machine.policy("Match Service sshd", "Factors hotp,recovery")
        expect("device that counts for sshd" in it.run("enable", "sudo", "sshd", "--dry-run", status=1),
               "devices that sshd does not count")
        (machine.root / "etc/countersign/countersign.conf").unlink()
        for service, word in (("cron", "no person"), ("vsftpd", "one password"), ("common-auth", "no service"),
                              ("nowhere", "no PAM file"), ("passwd", "changes accounts")):
            expect(word in it.run("enable", service, "--yes", status=1), f"why not {service}")
        for group, word in (("nosuchgroup", "no group"), ("games", "nobody is in the group"), ("a b", "cannot hold")):
            expect(word in it.run("enable", "sudo", "--style", f"code-only-for={group}", "--yes", status=1),
                   f"why not for the group {group}")
        expect("for sshd" in it.run("enable", "sudo", "--style", "key+code", "--yes", status=1), "no key with sudo")
        (PAM / "odd").write_text("auth sufficient pam_unix.so\nauth required pam_countersign.so\n")
        expect("way past it" in it.run("enable", "odd", "--yes", status=1), "a line that is passed by")
        (PAM / "odd").unlink()
        expect_same(configuration(), before, "files as they were")
        expect(not pending(machine).exists(), "nothing that waits")


@case("enable: an earlier file of sshd that wins is seen, and got before where that is possible")
def earlier_file(machine: Machine) -> None:
    with setting(machine) as it:
        (DROP_INS / "05-cloud.conf").write_text("PasswordAuthentication yes\n")
        before = configuration()
        it.run("enable", "sshd", "--yes")
        expect((DROP_INS / "00-countersign.conf").exists(), "a name that comes before")
        it.lets_in(it.answer(it.ssh()))
        it.run("rollback")
        expect_same(configuration(), before, "files after the rollback")
        with CONFIGURATION.open("a") as file:
            file.write(f"Match User {USER}\n    PasswordAuthentication yes\n")
        before = configuration()
        shown = it.run("enable", "sshd", "--yes", status=1)
        expect("passwordauthentication yes for dana" in shown, "what wins, and for whom")
        expect_same(configuration(), before, "files as they were")


@case("enable: an Include of sshd's files is put where there is none, and goes again")
def include(machine: Machine) -> None:
    with setting(machine, SETTINGS.split("\n", 1)[1]) as it:
        before = configuration()
        it.run("enable", "sshd", "--yes")
        expect(CONFIGURATION.read_text().startswith("# countersign: begin"), "an Include where there was none")
        it.lets_in(it.answer(it.ssh()))
        it.run("confirm", "--untried", "sshd")
        it.run("disable", "sshd", "--yes")
        expect_same(configuration(), before, "files after disabling")


@case("enable: a file that somebody has edited since keeps the edit")
def edited(machine: Machine) -> None:
    with setting(machine) as it:
        it.run("enable", "sudo", "sshd", "--yes")
        with (PAM / "sudo").open("a") as file:
            file.write("session optional pam_umask.so\n")
        expect("is not as the change made it" in it.run("confirm", "--untried", "sudo", status=1), "no confirmation")
        it.run("rollback")
        text = (PAM / "sudo").read_text()
        expect("pam_umask" in text and "countersign" not in text, "the edit without our lines")
        it.run("enable", "sudo", "--yes")
        it.run("confirm", "--untried", "sudo")
        with (PAM / "sudo").open("a") as file:
            file.write("session optional pam_motd.so\n")
        it.run("disable", "sudo", "--yes")
        text = (PAM / "sudo").read_text()
        expect("pam_motd" in text and "countersign" not in text, "the edit without our lines")


@case("enable: owner, mode and access list of a file are kept")
def attributes(machine: Machine) -> None:
    with setting(machine) as it:
        file = PAM / "sudo"
        os.chown(file, 0, 4)
        file.chmod(0o640)
        labelled = set_attribute(file)
        it.run("enable", "sudo", "--yes")
        status = file.stat()
        expect_equal((status.st_uid, status.st_gid, status.st_mode & 0o7777), (0, 4, 0o640), "owner and mode")
        if labelled:
            expect_equal(os.getxattr(file, "trusted.countersign"), b"kept", "an extended attribute")
        it.run("rollback")
        status = file.stat()
        expect_equal((status.st_uid, status.st_gid, status.st_mode & 0o7777), (0, 4, 0o640), "owner and mode")


@case("enable: two runs at once exclude each other")
def two_runs(machine: Machine) -> None:
    with setting(machine) as it:
        it.run("enable", "sudo", "--dry-run")
        lock = os.open(machine.root / "var/lib/countersign/services/lock", os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = configuration()
        for arguments in (["enable", "sudo", "--yes"], ["disable", "sudo", "--yes"], ["confirm"], ["rollback"]):
            expect("just now" in it.run(*arguments, status=1), f"{arguments[0]} waits for the other")
        expect_same(configuration(), before, "files as they were")
        os.close(lock)


def armed_process(number: str) -> dict[str, str]:
    """What /proc says of the process that waits."""
    for _ in range(200):
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if number.encode() in (folder / "cmdline").read_bytes():
                    lines = (folder / "status").read_text().splitlines()
                    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)
            except OSError:
                continue
        time.sleep(0.02)
    return {}


def set_attribute(file: Path) -> bool:
    """An extended attribute as SELinux's label is one, where the file system has them."""
    try:
        os.setxattr(file, "trusted.countersign", b"kept")
    except OSError:
        return False
    return True


def key(machine: Machine) -> str:
    """A key that sshd knows."""
    path = machine.folder / "keys" / "dana-key"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        (path.parent / USER).write_text(path.with_suffix(".pub").read_text())
    return str(path)
