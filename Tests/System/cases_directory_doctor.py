"""What `countersign doctor` says on a host whose users are in a directory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import directory_state
from doctored import CHRONYC, SYNCHRONISED, Doctored
from failure import expect, expect_equal
from machine import Machine
from many_hosts import Host, Site, Token, site
from slapd_settings import PASSWORD
from suite import case

OTHER_KEY = "countersign-seal-key 1 " + 64 * "A" + "\n"


@dataclass
class Patient:
    """The host that is looked at, of a site on which alice is enrolled."""

    it: Site
    host: Host
    doctor: Doctored
    token: Token

    @property
    def key(self) -> Path:
        return self.host.configuration / "site.key"

    def policy(self, *servers: str) -> None:
        """Nobody but alice has to be enrolled, whoever else has an account here."""
        self.host.policy("Match User *,!alice", "Mode disabled", servers=list(servers) or None)

    def finds(self, check: str, text: str, cure: str, *besides: str) -> None:
        """This fails, with this cure, and nothing else does but what is named; no other advice is given."""
        wrong = self.wrong()
        expect_equal(set(wrong), {check, *besides}, f"what is wrong, of {wrong}")
        found = wrong[check]
        expect_equal(found["grade"], "fail", f"grade of {found}")
        expect(text in found["text"] and cure in found["cure"], f"'{text}' with the cure '{cure}': {found}")

    def is_sound(self) -> None:
        expect_equal(self.wrong(), {}, "what is wrong")

    def wrong(self) -> dict[str, dict]:
        """What is not as it should be, but that no service of this machine asks for a code, which would take longer."""
        findings = self.doctor.facts()["findings"]
        return {one["check"]: one for one in findings if one["grade"] != "ok" and one["check"] != "module"}


@contextmanager
def patient(machine: Machine) -> Iterator[Patient]:
    with site(machine) as it:
        token = it.hosts[1].token("alice")
        # Services of other hosts are not this one's.
        for one in it.hosts.values():
            Path("/etc/pam.d", one.name).unlink()
        found = Patient(it, it.hosts[2], Doctored(machine, it.hosts[2].root), token)
        found.policy()
        with found.doctor.planted({CHRONYC: (0o755, SYNCHRONISED)}):
            yield found


@case("directory doctor: a host that is set up well has neither failure nor warning")
def sound(machine: Machine) -> None:
    with patient(machine) as found, found.doctor.sound():
        facts = found.doctor.facts()
        said = {one["check"]: (one["grade"], one["text"]) for one in facts["findings"]}
        expect_equal({grade for grade, _ in said.values()}, {"ok"}, f"grades of {said}")
        expect_equal((facts["failures"], facts["warnings"], facts["unchecked"]), (0, 0, []), "the sum")
        for check, text in (
                ("companion", "for those who are in the directory"), ("directory-program", "to speak to the directory"),
                ("directory-password", "is root's alone"),
                ("store-files", "5 directories and 3 files are root's alone"),
                ("records", "1 user's record can be read"), ("clock-synchronised", "chrony keeps the clock right")):
            expect(text in said[check][1], f"'{text}' of {check}: {said[check]}")
        found.doctor.is_sound()


@case("directory doctor: a site key that is away, another one, or open to others")
def site_key(machine: Machine) -> None:
    with patient(machine) as found:
        before = found.key.read_text()
        found.key.unlink()
        found.finds("store-files", "site.key is missing", "copy it from another host")
        found.key.touch(mode=0o600)
        found.key.write_text(OTHER_KEY)
        found.finds("records", "the record of alice in the directory does not open under", "only if it is:")
        found.doctor.finds("records", "fail", "site.key", "the same on all hosts")
        found.key.write_text(before)
        found.key.chmod(0o644)
        found.finds("store-files", "site.key has mode 0644", "--fix")
        found.doctor.run("--fix")
        expect_equal(found.key.stat().st_mode & 0o777, 0o600, "the mode after --fix")
        found.is_sound()
        repository = found.host.root / "etc/.git"
        repository.mkdir()
        found.doctor.finds("site-key-copies", "warn", "takes the site key along", "/countersign/site.key")
        repository.rmdir()
        found.is_sound()


@case("directory doctor: the file by which the host says who it is")
def password(machine: Machine) -> None:
    with patient(machine) as found:
        file = found.host.password
        file.chmod(0o644)
        found.finds("directory-password", "has mode 0644", "give this host another password")
        file.unlink()
        found.finds("directory-password", "is missing", "write the password of this host")
        file.touch(mode=0o600)
        file.write_text("another\n")
        found.finds("store", "does not take this host for one of its hosts", "countersign directory check")
        file.write_text(PASSWORD + "\n")
        keytab = found.host.configuration / "host.keytab"
        found.host.policy("Match User *,!alice", "Mode disabled", bind=f"kerberos {keytab}")
        found.finds("directory-keytab", "is missing", "ktadd")
        keytab.touch(mode=0o640)
        found.finds("directory-keytab", "has mode 0640", "another key")
        found.policy()
        found.is_sound()


@case("directory doctor: a directory that is away, or in which nobody decides")
def servers(machine: Machine) -> None:
    with patient(machine) as found:
        it, undecided = found.it, "no server that was reached decides about codes"
        it.decide("moving")
        found.finds("store", undecided, "countersign directory check")
        it.decide(it.address(1))
        found.policy(it.address(3))
        found.finds("store", undecided, "countersign directory check")
        found.policy(it.address(1))
        it.directory.servers[1].stop()
        found.finds("store", "no server of the directory has answered in time", "countersign directory check")
        found.policy()
        found.finds("store", undecided, "countersign directory check")
        it.directory.servers[1].start()
        found.policy("ldaps://127.0.0.1:1", it.address(1))
        found.is_sound()


@case("directory doctor: a clock that is behind the last login on another host")
def clock(machine: Machine) -> None:
    with patient(machine) as found:
        other = found.it.hosts[3]
        other.service()
        other.lets_in("alice", found.token.press())
        Path("/etc/pam.d", other.name).unlink()
        found.is_sound()
        # As a host writes it whose clock is two hours fast.
        entry = found.it.entry("alice")
        later = directory_state.used_at(entry.state, int(time.time()) + 7200)
        later = directory_state.under_another_generation(later, "alice", entry.generation, found.it.key)
        found.it.put("alice", replace(entry, state=later))
        found.finds("clock-set-back", "behind the last login", "timedatectl")


@case("directory doctor: a program that is not there")
def programs(machine: Machine) -> None:
    with patient(machine) as found:
        program = found.host.root / "usr/libexec/countersign/directory"
        place = program.resolve()
        program.unlink()
        found.finds("directory-program", "the program that speaks to it is not there", "install.sh", "store")
        program.symlink_to(place)
        found.is_sound()
