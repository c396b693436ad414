"""The command speaks the language of the terminal, out of catalogues that root alone can have made."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from failure import Failure, expect, expect_equal
from machine import ENVIRONMENT, Machine
from suite import case

LOCALES = {"de": "de_AT.UTF-8", "fr": "fr_CA.utf8", "es": "es_MX.UTF-8", "pt_BR": "pt_BR.UTF-8", "ja": "ja_JP.UTF-8",
           "zh_CN": "zh_CN.UTF-8"}


class Speech:
    """The command below a prefix of its own, with the catalogues of the checkout beside it."""

    def __init__(self, machine: Machine):
        sys.path.insert(0, str(machine.checkout / "po"))
        from catalogue import read
        self.machine = machine
        self.prefix = machine.root / "prefix"
        self.command = self.prefix / "sbin/countersign"
        self.command.parent.mkdir(parents=True)
        shutil.copy(machine.command, self.command)
        self.texts: dict[str, dict[tuple[str | None, str], list[str]]] = {}
        for path in sorted((machine.checkout / "po").glob("*.po")):
            self.texts[path.stem] = {(entry.context, entry.key): entry.texts for entry in read(path)}
            self.file(path.stem).parent.mkdir(parents=True)
            subprocess.run(["msgfmt", "--output-file", self.file(path.stem), path], check=True)
        expect_equal(set(self.texts), set(LOCALES), "the languages of po/")

    def file(self, language: str) -> Path:
        return self.prefix / "share/locale" / language / "LC_MESSAGES/countersign.mo"

    def said(self, language: str, key: str, *words: str) -> str:
        text = self.texts[language][None, key][-1] if language != "en" else key
        for index, word in enumerate(words, start=1):
            text = text.replace(f"%{index}$s", word)
        return text

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        environment = {name: value for name, value in ENVIRONMENT.items() if name != "LC_ALL"} | variables
        return subprocess.run(
            [self.command, *arguments, "--root", str(self.machine.root)], env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)

    def expect_pair(self, language: str, **variables: str) -> None:
        """That somebody who is not enrolled is told of in this language."""
        done = self.run("status", "carol", **variables)
        error = self.said(language, "%1$s is not enrolled", "carol")
        hint = self.said(language, "countersign enroll %1$s enrols the user", "carol")
        wanted = [self.said(language, "countersign: error: %1$s", error),
                  self.said(language, "countersign: hint: %1$s", hint)]
        expect_equal((done.returncode, done.stderr.splitlines()), (1, wanted), f"what is said with {variables}")


@case("languages: the locale of the terminal chooses, and whoever has UTF-8 gets it")
def by_locale(machine: Machine) -> None:
    speech = Speech(machine)
    for language, locale in LOCALES.items():
        speech.expect_pair(language, LANG=locale)
        speech.expect_pair(language, LANG="en_US.UTF-8", LC_ALL=locale)
        speech.expect_pair("en", LANG=locale, LC_ALL="C.UTF-8")
        speech.expect_pair("en", LANG=locale.split(".")[0])
    speech.expect_pair("de", LANG="C.UTF-8", LC_MESSAGES="de_DE")
    for foreign in ("nl_NL.UTF-8", "zh_TW.UTF-8", "../../de.UTF-8", "/de.UTF-8", ""):
        speech.expect_pair("en", LANG=foreign)


@case("languages: help, counts and columns")
def help_and_columns(machine: Machine) -> None:
    speech = Speech(machine)
    machine.enrol("alice")
    english = speech.run("enroll", "--help", LANG="C.UTF-8")
    for language, locale in LOCALES.items():
        done = speech.run("enroll", "--help", LANG=locale)
        expect_equal((done.returncode, done.stderr), (0, ""), "the help")
        options = [re.findall(r"^  (?:-\w, )?(--[a-z-]+)", text.stdout, re.MULTILINE) for text in (english, done)]
        expect_equal(options[1], options[0], f"the options in the help in {language}")
        squeezed = re.sub(r"\s", "", done.stdout)
        text = speech.said(language, "Enrol a device of a user: show its QR code, check its first code, store it.")
        expect(re.sub(r"\s", "", text) in squeezed, f"the explanation of enroll in {language}")
        expect(max(columns(line) for line in done.stdout.splitlines()) <= 80, f"80 columns in {language}")
        users, devices = (speech.texts[language][None, key][0].replace("%1$s", "1")
                          for key in ("%1$s user", "%1$s device"))
        report = speech.run("report", LANG=locale).stdout
        expect(users in report and devices in report, f"'{users}' and '{devices}' in the report")
        rows = [line for line in speech.run("list", LANG=locale).stdout.splitlines() if line]
        last = speech.said(language, "LAST USED")
        expect_equal(columns(rows[0][:rows[0].index(last)]), columns(
            rows[1][:re.search(r"\S+\s+\S+$", rows[1]).start()]), f"the column of the table in {language}")


def columns(text: str) -> int:
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@case("languages: what programs read is English")
def for_programs(machine: Machine) -> None:
    speech = Speech(machine)
    machine.enrol("alice")
    machine.countersign("bypass", "alice", "--for", "1h", "--reason", "travel")
    for arguments in (("explain", "alice", "--service", "sshd"), ("status", "alice"), ("report",), ("list",)):
        found = [re.sub(r'"(at|now)":"[^"]*",?', "", speech.run(*arguments, "--json", LANG=locale).stdout)
                 for locale in ("C.UTF-8", "de_DE.UTF-8")]
        expect_equal(found[1], found[0], f"{arguments[0]} --json")
    before = (machine.root / "var/log/countersign/audit.jsonl").read_text()
    done = speech.run("disable-device", "alice", "--yes", LANG="ja_JP.UTF-8")
    expect_equal(done.returncode, 0, "the end of disable-device")
    added = (machine.root / "var/log/countersign/audit.jsonl").read_text().removeprefix(before)
    expect(added.isascii() and '"action":"disable-device"' in added, "an English line in the audit file")


@case("languages: a catalogue that is damaged, somebody else's or gone leaves all in English")
def broken_catalogues(machine: Machine) -> None:
    speech = Speech(machine)
    file = speech.file("de")
    whole = file.read_bytes()
    speech.expect_pair("de", LANG="de_DE.UTF-8")
    for size in (0, 4, 20, 28, 100):
        file.write_bytes(whole[:size])
        speech.expect_pair("en", LANG="de_DE.UTF-8")
    file.write_bytes(whole)
    for spoil in (lambda: file.chmod(0o666), lambda: shutil.chown(file, "alice"), lambda: linked(file), file.unlink):
        spoil()
        speech.expect_pair("en", LANG="de_DE.UTF-8")
        file.unlink(missing_ok=True)
        file.write_bytes(whole)
        file.chmod(0o644)
        speech.expect_pair("de", LANG="de_DE.UTF-8")


def linked(file: Path) -> None:
    file.rename(file.with_suffix(".other"))
    file.symlink_to(file.with_suffix(".other"))


@case("languages: a question at a terminal is understood in English and in its own language")
def questions(machine: Machine) -> None:
    speech = Speech(machine)
    for language, locale in LOCALES.items():
        machine.enrol("alice")
        yes = speech.texts[language]["answer to a question", "yes"][0]
        terminal = machine.terminal(
            ["env", "-u", "LC_ALL", f"LANG={locale}", str(speech.command), "remove", "alice", "--all", "--root",
             str(machine.root)], "root")
        terminal.expect(re.escape(speech.said(language, "%1$s [y/N] ", "").strip()) + r" ?$")
        terminal.type(yes)
        terminal.expect(re.escape(speech.said(language, "%1$s is no longer enrolled.", "alice")))
        if "alice" in machine.countersign("list"):
            raise Failure(f"alice is enrolled after '{yes}' in {language}")
