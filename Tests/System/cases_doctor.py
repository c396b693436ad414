"""Traps of every kind, planted on the private machine, that `countersign doctor` has to find."""

import os
import shutil
import subprocess
from pathlib import Path

from doctored import DROP_IN, MODULE, SUDOERS, Doctored
from failure import expect, expect_equal
from machine import ENVIRONMENT, Machine
from suite import case


SECTIONS = {"Services", "Module", "sshd", "sudo", "Store", "Policy and people", "Clock", "System"}


@case("doctor: a machine that is set up well has neither failure nor warning")
def clean(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        doctored.is_sound()
        doctored.is_sound("sshd")
        doctored.is_sound("sudo", "sshd")
        facts = doctored.facts()
        sections = {finding["section"] for finding in facts["findings"]}
        expect_equal(sections, SECTIONS, "sections")
        expect_equal(facts["unchecked"], [], "nothing left out")


SSHD = [
    ({DROP_IN: "UsePAM no\n"}, "sshd-use-pam", "fail", "sshd does not use PAM", "UsePAM yes"),
    ({Path("/etc/ssh/sshd_config.d/05-cloud.conf"): "KbdInteractiveAuthentication no\n"}, "sshd-drop-in", "fail",
     "05-cloud.conf line 1 says 'KbdInteractiveAuthentication no'", "00-countersign.conf"),
    ({Path("/etc/ssh/sshd_config.d/05-cloud.conf"): "AuthenticationMethods any\nKbdInteractiveAuthentication no\n"},
     "sshd-keyboard-interactive", "fail", "sshd can ask no", "KbdInteractiveAuthentication yes"),
    ({Path("/etc/ssh/sshd_config.d/05-cloud.conf"): "PasswordAuthentication yes\nAuthenticationMethods any\n"},
     "sshd-password", "warn", "'password', which cannot ask for a code (/etc/ssh/sshd_config.d/05-cloud.conf line 1)",
     "PasswordAuthentication no"),
    ({DROP_IN: "UsePAM yes\nPasswordAuthentication no\n"}, "sshd-without-code", "warn", "a key alone lets",
     "AuthenticationMethods publickey,keyboard-interactive"),
    ({DROP_IN: "UsePAM yes\nPasswordAuthentication no\nAuthenticationMethods keyboard-interactive\n"
      "Match Address 10.0.0.0/8\n  AuthenticationMethods publickey\n"},
     "sshd-without-code", "warn", "carol from 10.0.0.0", "AuthenticationMethods"),
    ({DROP_IN: "UsePAM yes\nLoginGraceTime 20\n"}, "sshd-grace-time", "warn", "20 s for password and code",
     "LoginGraceTime 120"),
    ({DROP_IN: "UsePAM yes\nMaxAuthTries 1\n"}, "sshd-tries", "warn", "after 1 failure", "MaxAuthTries 6"),
    ({DROP_IN: "UsePAM yes\nUsePan yes\n"}, "sshd-configuration", "fail", "UsePan", "sshd -t"),
    ({DROP_IN: "UsePAM yes\n", Path("/etc/ssh/sshd_config"): "UsePAM yes\n"}, "sshd-drop-in", "fail",
     "sshd does not read", "Include"),
]


@case("doctor: settings of sshd under which a code cannot be asked for or goes unasked")
def sshd(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        for files, *finding in SSHD:
            with doctored.planted(files):
                doctored.finds(*finding)
        doctored.is_sound()


@case("doctor: root's code is thrown away by PermitRootLogin prohibit-password")
def root_trap(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("root", "carol"):
        main = Path("/etc/ssh/sshd_config")
        with doctored.planted({main: doctored.sshd_config("PermitRootLogin prohibit-password")}):
            doctored.finds("sshd-root", "fail", "root cannot log in", "PermitRootLogin yes")
            with doctored.planted({DROP_IN: "UsePAM yes\nPasswordAuthentication no\n"}):
                doctored.finds("sshd-root", "warn", "root's code can never be right", "PermitRootLogin yes")
        with doctored.planted({main: doctored.sshd_config("PermitRootLogin yes")}):
            doctored.is_sound()


@case("doctor: people are to enrol at a login, and the program for it is missing, open to others, or has no time")
def companion(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        policy = machine.root / "etc/countersign/countersign.conf"
        with doctored.planted({policy: "Mode enrolled\nEnroll at-login\n"}):
            doctored.finds_ok("companion", str(machine.companion))
            program = machine.companion.resolve()
            machine.companion.unlink()
            doctored.finds("companion", "fail", "is not there", "install.sh")
            for mode, text in ((0o775, "can be changed by others"), (0o644, "is no program")):
                with doctored.planted({machine.companion: (mode, "")}):
                    doctored.finds("companion", "fail", text, "install")
            machine.companion.symlink_to(program)
            main = Path("/etc/ssh/sshd_config")
            with doctored.planted({main: doctored.sshd_config("LoginGraceTime 20")}):
                doctored.finds("companion-time", "warn", "20 seconds", "LoginGraceTime 120")


STACKS = [
    (["@include common-auth", "auth optional MODULE"], "fail", "a wrong code lets people in", "auth required"),
    (["auth sufficient pam_unix.so", "auth required MODULE"], "fail",
     "pam_unix lets people in before the code is asked for (sshd line 1)", "countersign enable sshd"),
    (["@include common-auth", "auth [success=ok conv_err=ignore default=bad] MODULE"], "fail", "Ctrl-C",
     "countersign enable"),
    (["@include common-auth", "auth [success=ok authinfo_unavail=ignore default=bad] MODULE"], "fail",
     "an error of the module lets people in", "auth required"),
    (["@include common-auth", "auth required MODULE nullok"], "warn", "'nullok' lets people without a device pass",
     "take nullok out"),
    (["auth [success=ignore] pam_succeed_if.so user ingroup sudo", "@include common-auth", "auth required MODULE"],
     "warn", "has no 'default'", "default=ignore"),
    (["@include common-nothing", "auth required MODULE"], "fail", "lets nobody in", "@include"),
    (["auth required pam_deny.so", "auth required MODULE"], "fail", "lets nobody in, whatever", "pam_countersign(8)"),
]


@case("doctor: stacks that let somebody in round the code, or nobody")
def stacks(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        for lines, grade, text, cure in STACKS:
            with doctored.planted({Path("/etc/pam.d/sshd"): doctored.stack(*lines)}):
                doctored.finds("stack-sshd", grade, text, cure)
        sudo = {Path("/etc/pam.d/sudo"): doctored.stack("auth required MODULE", "auth required pam_permit.so")}
        with doctored.planted(sudo):
            doctored.finds("stack-sudo", "warn", "the code alone is enough", "required")
        shadow = Path("/etc/shadow")
        with doctored.planted({shadow: (0o640, shadow.read_text() + "eve::20000:0:99999:7:::\n")}):
            doctored.finds("stack-sshd", "warn", "eve needs no password", "passwd eve")
        with doctored.planted({Path("/etc/pam.d/sudo"): doctored.stack("@include common-auth")}):
            doctored.finds("stack-sudo", "warn", "sudo does not ask for a code", "countersign enable sudo", ("sudo",))
            expect_equal(doctored.run("nothing").returncode, 1, "status for a service that there is not")


PERMIT = ["@include common-auth", "auth [success=1 default=ignore] MODULE", "auth required pam_permit.so"]
TRIALS = [
    (PERMIT, "fail", "'right password, Ctrl-C at the code'", "countersign try SERVICE --user "),
    (["auth [success=1 default=ignore] MODULE", "auth requisite pam_deny.so", "auth required pam_permit.so"],
     "ok", "came out as they should", ""),
    (["auth sufficient pam_unix.so", "auth required MODULE"], "fail", "be refused: 'right password, wrong code'",
     "countersign enable SERVICE"),
    (["auth required pam_deny.so", "auth required MODULE"], "fail", "nobody got in", "shows all that was tried"),
]


@case("doctor: logins by every stack are tried, and find the Ctrl-C that lets people in")
def trials(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        for service, other in (("sshd", "sudo"), ("sudo", "sshd")):
            doctored.finds_ok(f"trial-{service}", "came out as they should")
            for lines, grade, text, cure in TRIALS:
                with doctored.planted({Path("/etc/pam.d", service): doctored.stack(*lines)}):
                    if grade == "ok":
                        doctored.finds_ok(f"trial-{service}", text)
                    else:
                        doctored.finds(f"trial-{service}", grade, text, cure.replace("SERVICE", service))
                    doctored.finds_ok(f"trial-{other}", "came out as they should")
        doctored.finds_ok("trial-sshd", "came out as they should")
        shadowed = Path("/usr/lib/x86_64-linux-gnu/security/pam_debug.so")
        if shadowed.exists():
            shadowed.rename(shadowed.with_suffix(".aside"))
            try:
                doctored.finds("trial-sshd", "warn", "pam_debug.so is not installed", "libpam-modules")
            finally:
                shadowed.with_suffix(".aside").rename(shadowed)
        expect(not list(Path("/run").glob("countersign-trial-*")), "no folder of a trial is left")


@case("doctor: logins by a stack that asks only a group are tried by one of the group")
def group_trials(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        lines = ["@include common-auth",
                 "auth [success=1 default=ignore] pam_succeed_if.so quiet user notingroup GROUP",
                 "auth required MODULE", "auth optional pam_permit.so"]
        subprocess.run(["groupadd", "doctored"], check=True)
        try:
            asking = {Path("/etc/pam.d/sudo"): doctored.stack(*lines).replace("GROUP", "doctored")}
            with doctored.planted(asking):
                left = doctored.facts()["unchecked"]
                expect_equal(left, ["who gets in by sudo: nobody is in the group doctored"], "what was left out")
                subprocess.run(["gpasswd", "--add", "carol", "doctored"], check=True, stdout=subprocess.DEVNULL)
                doctored.finds_ok("trial-sudo", "came out as they should")
                expect_equal(doctored.facts()["unchecked"], [], "what was left out")
        finally:
            subprocess.run(["groupdel", "doctored"], check=True)


@case("doctor: a change of services that waits, one whose time is over, and files that somebody has changed since")
def pending_changes(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"), doctored.pending_change("sudo", by="carol", seconds=300) as (path, before, after):
        doctored.finds("pending-change", "warn", "the change of sudo by carol at ", "countersign confirm")
        doctored.finds("pending-change", "warn", "waits to be confirmed until ", "countersign rollback")
        path.write_bytes(before)
        doctored.finds("pending-change-files", "warn", "nothing of the change is made yet", "enable --resume")
        path.write_bytes(after + b"# an edit\n")
        doctored.finds("pending-change-files", "fail", f"{path} is neither", "countersign rollback")
        path.write_bytes(after)
        doctored.change_until(-60)
        doctored.finds("pending-change", "fail", "nothing has taken it back", "countersign rollback")
        # Looking needs no lock, and takes none.
        with doctored.locked_changes():
            doctored.finds("pending-change", "fail", "nothing has taken it back", "countersign rollback")
        rolled_back = machine.countersign("rollback")
        expect("Taken back: sudo" in rolled_back, rolled_back)
        expect_equal(path.read_bytes(), before, "the file")
        doctored.is_sound()


@case("doctor: a module that is missing, foreign, writable, or there twice")
def module(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        aside = MODULE.with_suffix(".aside")
        MODULE.rename(aside)
        doctored.finds("module", "fail", "which sshd and sudo name, is not there", "install.sh")
        shutil.copy(aside, MODULE)
        MODULE.chmod(0o666)
        doctored.finds("module", "fail", "can be changed by others", "install it again")
        MODULE.chmod(0o644)
        with MODULE.open("r+b") as file:
            file.seek(4)
            file.write(b"\1")
            file.seek(18)
            file.write(b"\3\0")
        doctored.finds("module", "fail", "is for 32-bit x86", "install.sh")
        MODULE.write_text("no library\n")
        doctored.finds("module", "fail", "is no module", "install.sh")
        aside.rename(MODULE)
        second = Path("/usr/local/lib/security/pam_countersign.so")
        second.parent.mkdir(exist_ok=True)
        shutil.copy(MODULE, second)
        doctored.finds("module-copies", "warn", "/usr/local/lib/security/pam_countersign.so", "rm")
        second.unlink()
        doctored.is_sound()


SUDO = [
    ("carol ALL = (ALL) NOPASSWD: ALL\n", "sudo-unasked", "sudo asks carol for nothing", "NOPASSWD"),
    ("Defaults:carol !authenticate\ncarol ALL = (ALL) ALL\n", "sudo-unasked", "sudo asks carol for nothing", "visudo"),
    ("carol ALL = (ALL) ALL\ncarol ALL = (ALL) NOPASSWD: /usr/bin/apt\n", "sudo-unasked", "before some commands",
     "sudo -l -U carol"),
    ("Defaults passprompt_override\ncarol ALL = (ALL) ALL\n", "sudo-prompt", "its own prompt", "passprompt_override"),
    ("Defaults noninteractive_auth\ncarol ALL = (ALL) ALL\n", "sudo-noninteractive", "'sudo -n' of carol", "visudo"),
    ("Defaults timestamp_timeout=-1\ncarol ALL = (ALL) ALL\n", "sudo-timestamp", "for ever", "timestamp_timeout=15"),
    ("Defaults timestamp_type=global\ncarol ALL = (ALL) ALL\n", "sudo-timestamp", "at all terminals", "visudo"),
]


@case("doctor: settings of sudo that go against a code, and Ansible, which cannot give one")
def sudo(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        for rules, *finding in SUDO:
            with doctored.planted({SUDOERS: (0o440, rules)}):
                doctored.finds(finding[0], "warn", *finding[1:])
        home = Path("/home/carol/.ansible")
        home.mkdir()
        try:
            doctored.finds("sudo-automation", "warn", "Ansible works as carol", "Match User carol Service sudo")
            doctored.finds("sshd-automation", "warn", "Ansible works as carol", "AuthenticationMethods publickey")
            machine.policy("Match User carol", "    Mode disabled")
            doctored.is_sound()
        finally:
            home.rmdir()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@case("doctor: files of the store that others could reach, and --fix, which closes what nobody can have touched")
def store(machine: Machine) -> None:
    doctored = Doctored(machine)
    root = machine.root
    key, base = root / "etc/countersign/seal.key", root / "var/lib/countersign"
    users, state = base / "users", base / "state"
    with doctored.sound("carol"):
        key.chmod(0o644)
        os.chown(state / "carol", 1000, -1)
        shutil.rmtree(root / "var/log/countersign")
        doctored.finds("store-files", "fail", "seal.key has mode 0644", "countersign doctor --fix")
        doctored.finds("store-files", "fail", "belongs to uid 1000", "countersign doctor --fix")
        doctored.finds("store-files", "fail", "var/log/countersign is missing", "countersign doctor --fix")
        done = doctored.run("--fix")
        expect_equal(done.returncode, 0, f"status after the repair\n{done.stdout}{done.stderr}")
        for text in ("seal.key: mode was 0644, is 0600", "owner was uid 1000, is root", "var/log/countersign made"):
            expect(text in " ".join(done.stdout.split()), f"{text}: {done.stdout}")
        expect_equal((mode(key), (state / "carol").stat().st_uid), (0o600, 0), "mode and owner")
        doctored.is_sound()
        users.chmod(0o770)
        os.chown(users / "carol", 1000, -1)
        doctored.finds("store-files", "fail", "has mode 0770", "look it through")
        expect_equal(doctored.run("--fix").returncode, 1, "status when something is left")
        expect_equal((mode(users), (users / "carol").stat().st_uid), (0o770, 1000), "untouched")
        users.chmod(0o700)
        os.chown(users / "carol", 0, -1)
        users.rename(root / "aside")
        doctored.finds("store-files", "fail", "users is missing", "mount or restore it")
        doctored.run("--fix")
        expect(not users.exists(), "no empty folder of records, in which nobody would be asked")
        (root / "aside").rename(users)
        key.rename(root / "key")
        doctored.finds("store-files", "fail", "seal.key is missing", "restore it from a backup")
        (root / "key").rename(key)
        doctored.is_sound()


@case("doctor: damaged states, with repair; records that cannot be read; accounts that are gone or others")
def records(machine: Machine) -> None:
    doctored = Doctored(machine)
    state = machine.root / "var/lib/countersign/state/carol"
    record = machine.root / "var/lib/countersign/users/carol"
    with doctored.sound("carol"):
        whole = state.read_bytes()
        half = len(whole) // 2
        state.write_bytes(b"\0" * 64 + whole[64:])
        doctored.finds("state-slots", "warn", "state of carol is damaged; the other one serves", "doctor --fix")
        expect("damaged copy written anew" in doctored.run("--fix").stdout, "the repair is told")
        expect_equal(bool(state.read_bytes()[:half].strip(b"\0")), True, "the slot has something in it again")
        doctored.is_sound()
        state.write_bytes(b"\0" * len(whole))
        doctored.finds("records", "fail", "carol cannot log in", "restore it from a backup")
        state.write_bytes(whole)
        text = record.read_bytes()
        record.write_bytes(text.replace(b"Phone", b"Fhone"))
        doctored.finds("records", "fail", "carol cannot log in", "backup")
        record.write_bytes(text)
        another_host_key(machine, doctored)
        subprocess.run(["useradd", "--no-create-home", "dora"], check=True)
        machine.enrol("dora")
        subprocess.run(["usermod", "--uid", "4321", "dora"], check=True)
        doctored.finds("records-of-other-account", "fail", "dora cannot log in", "enroll dora")
        subprocess.run(["userdel", "dora"], check=True)
        doctored.finds("records-without-account", "warn", "dora has devices and no account", "remove dora --all")


def another_host_key(machine: Machine, doctored: Doctored) -> None:
    """The users are not told one by one that their records are damaged, and nobody is advised to remove them."""
    machine.enrol("alice")
    key = machine.root / "etc/countersign/seal.key"
    old = key.read_text()
    key.write_text(f"countersign-seal-key 1 {'AB' * 32}\n")
    doctored.finds("records-of-other-key", "fail", f"none of the 2 records opens under {key}", "from a backup")
    expect(not any(found["check"] == "records" for found in doctored.facts()["findings"]), "only the key is named")
    status = [machine.command, "status", "carol", "--root", str(machine.root)]
    said = subprocess.run(status, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True).stderr
    expect(f"if it is so for all users, restore {key} from a backup" in said, f"the same advice: {said}")
    key.write_text(old)
    machine.countersign("remove", "alice", "--all", "--yes")
    doctored.is_sound()


@case("doctor: copies of the host key in git and beside it, and a rotation that did not end")
def keys(machine: Machine) -> None:
    doctored = Doctored(machine)
    etc = machine.root / "etc"
    key = etc / "countersign/seal.key"
    git = ["git", "-C", str(etc), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    with doctored.sound("carol"):
        subprocess.run([*git, "init", "-q"], check=True, env=ENVIRONMENT)
        # What the repository would have run must not be.
        hook = machine.root / "hook"
        hook.write_text(f"#!/bin/sh\ntouch {machine.root}/hook-ran\n")
        hook.chmod(0o755)
        subprocess.run([*git, "config", "core.fsmonitor", str(hook)], check=True, env=ENVIRONMENT)
        doctored.finds("seal-key-copies", "warn", "the next commit", "/etc/.gitignore")
        subprocess.run([*git, "-c", "core.fsmonitor=false", "add", "countersign"], check=True, env=ENVIRONMENT)
        doctored.finds("seal-key-copies", "fail", "is in the history", "rotate-key")
        expect(not (machine.root / "hook-ran").exists(), "nothing of the repository was run")
        shutil.rmtree(etc / ".git")
        copy = etc / "countersign/seal.key.bak"
        shutil.copy(key, copy)
        doctored.finds("seal-key-copies", "warn", "seal.key.bak", "another medium")
        copy.unlink()
        old = key.read_text()
        key.write_text(f"countersign-seal-key 1 {'AB' * 32}\n" + old)
        doctored.finds("key-rotation", "warn", "not replaced to the end", "countersign rotate-key")
        key.write_text(old)
        doctored.is_sound()


@case("doctor: an audit file that was altered, a policy with errors and traps, people who are missing or locked")
def people(machine: Machine) -> None:
    doctored = Doctored(machine)
    audit = machine.root / "var/log/countersign/audit.jsonl"
    with doctored.sound("carol"):
        machine.policy("Mode mandatry")
        doctored.finds("policy", "fail", "line 1", "")
        machine.policy("Match Network 0.0.0.0/0,::/0", "    Mode mandatory")
        doctored.finds("policy", "warn", "countersign.conf, line 1", "Network")
        machine.policy("Mode mandatory")
        doctored.finds("people-missing", "warn", "must be enrolled and are not", "countersign report")
        (machine.root / "etc/countersign/countersign.conf").unlink()
        for _ in range(6):
            machine.countersign("verify", "carol", text="000000\n", status=1)
        doctored.finds("people-locked", "warn", "carol typed so many wrong codes", "countersign unlock carol")
        machine.countersign("unlock", "carol", "--yes")
        doctored.is_sound()
        audit.write_text(audit.read_text().replace("Phone", "Fhone", 1))
        doctored.finds("audit", "fail", "audit.jsonl", "countersign audit verify")


@case("doctor: a clock that is off, was set back, or that nobody keeps right")
def clock(machine: Machine) -> None:
    doctored = Doctored(machine)
    chronyc = Path("/usr/local/bin/chronyc")
    with doctored.sound("carol"):
        off = "#!/bin/sh\necho 'System time     : 42.0 seconds slow of NTP time'\necho 'Leap status     : Normal'\n"
        with doctored.planted({chronyc: (0o755, off)}):
            doctored.finds("clock-offset", "fail", "the clock is 42 s slow", "chronyc makestep")
        lost = "#!/bin/sh\necho 'Leap status     : Not synchronised'\n"
        with doctored.planted({chronyc: (0o755, lost)}):
            doctored.finds("clock-synchronised", "warn", "no server", "chronyc sources")
        # One that hangs is ended, and holds nothing else up.
        with doctored.planted({chronyc: (0o755, "#!/bin/sh\nsleep 600\n")}):
            doctored.finds("clock-synchronised", "warn", "nothing keeps the clock right", "install chrony")


@case("doctor: a store on a full or read-only file system")
def disk(machine: Machine) -> None:
    doctored = Doctored(machine)
    base = machine.root / "var/lib/countersign"
    with doctored.sound("carol"):
        copy = machine.root / "copy"
        shutil.copytree(base, copy)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "private", base], check=True)
        try:
            subprocess.run(["cp", "-a", f"{copy}/.", base], check=True)
            doctored.finds("disk-space", "fail", "is full: nobody can be enrolled", "df -h")
            subprocess.run(["mount", "-o", "remount,ro", base], check=True)
            doctored.finds("disk-read-only", "fail", "every code is refused", "mount it for writing")
        finally:
            subprocess.run(["umount", base], check=True)


@case("doctor: without root it says what it left out, and --fix refuses")
def unprivileged(machine: Machine) -> None:
    doctored = Doctored(machine)
    with doctored.sound("carol"):
        command = Path("/usr/local/bin/countersign-doctored")
        shutil.copy(machine.command, command)
        as_alice = ["runuser", "-u", "alice", "--", command, "doctor"]
        done = subprocess.run(as_alice, text=True, env=ENVIRONMENT, capture_output=True)
        expect_equal(done.returncode, 0, f"status\n{done.stdout}{done.stderr}")
        for text in ("sshd lets nobody in without the code", "Not looked at", "store, policy and audit file"):
            expect(text in done.stdout, f"{text}: {done.stdout}")
        done = subprocess.run([*as_alice, "--fix"], text=True, env=ENVIRONMENT, capture_output=True)
        expect_equal((done.returncode, "this needs root" in done.stderr), (1, True), "refusal of --fix")
        command.unlink()
