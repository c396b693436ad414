"""What people are told, in their language and with the administrator's words, on what they see."""

import os
import re
import subprocess
from pathlib import Path

from failure import expect, expect_equal
from machine import SUDO_SERVICE, Machine, local_line, ssh_line
from sshd import NAME
from suite import case
from terminal import Terminal

PO = Path(__file__).resolve().parent.parent.parent / "po"
IN = ssh_line("accepted", "totp", device="1:Phone")


def install_texts(machine: Machine, *languages: str) -> None:
    """As install.sh does it, below this case's root."""
    folder = machine.root / "usr/local/share/countersign/login"
    folder.mkdir(parents=True)
    for language in languages:
        source = PO / f"{language}.po"
        login = subprocess.run(
            ["msggrep", "--msgctxt", "--regexp=^login$", source], check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(
            ["msgfmt", f"--output-file={folder}/{language.replace('_', '-')}.mo", "-"], check=True,
            input=login)


def asked(machine: Machine, terminal: Terminal, prompt: str, answer: str) -> Terminal:
    machine.answer_password(terminal, "alice")
    terminal.expect(re.escape(prompt) + "$")
    terminal.type(answer)
    return terminal


def for_language(language: str, prompt: str, used: str, left: str) -> None:
    @case(f"languages: {language} over ssh")
    def over_ssh(machine: Machine) -> None:
        machine.password_and_code(NAME)
        install_texts(machine, language)
        phone = machine.enrol("alice", None, "--language", language)
        code = phone.code()
        machine.is_in(asked(machine, machine.ssh("alice"), prompt, code))
        terminal = asked(machine, machine.ssh("alice"), prompt, code)
        machine.is_refused(terminal)
        # The client would write other letters as numbers.
        expect("This code has been used already." in terminal.shown, "in English behind a refusal")
        machine.logged(IN, ssh_line("refused", "replayed-code", device="1:Phone"))
        machine.password_and_code(SUDO_SERVICE)
        terminal = asked(machine, machine.sudo(), prompt, code)
        machine.is_refused(terminal)
        expect(used in terminal.shown, f"on the terminal: {used}")

    @case(f"languages: in {language}, that recovery codes run low, once")
    def running_low(machine: Machine) -> None:
        machine.password_and_code(NAME)
        install_texts(machine, language)
        phone = machine.enrol("alice", None, "--language", language)
        codes = machine.countersign("recovery-codes", "alice", "--quiet").split()
        for number, code in enumerate(codes[:8], 1):
            terminal = asked(machine, machine.ssh("alice"), prompt, code)
            machine.is_in(terminal)
            expect_equal(left in terminal.shown, number == 8, f"told after {number} codes")
        terminal = asked(machine, machine.ssh("alice"), prompt, phone.code())
        machine.is_in(terminal)
        expect(left not in terminal.shown, "told once a day")
        machine.logged(
            *(ssh_line("accepted", "recovery-code", device=f"recovery:{number}") for number in range(1, 9)), IN)


for_language(
    "de", "Bestätigungscode: ", "Dieser Code wurde bereits verwendet. Warten Sie auf den nächsten.",
    "Sie haben nur noch 2 Wiederherstellungscodes. Bitten Sie Ihren Administrator um neue Wiederherstellungscodes.")
for_language(
    "ja", "確認コード: ", "このコードはすでに使用されています。次のコードをお待ちください。",
    "回復コードは残り 2 個です。新しい回復コードを管理者に依頼してください。")


@case("languages: the policy's, for people who have none and for those who are not there")
def of_the_policy(machine: Machine) -> None:
    machine.password_and_code(NAME)
    install_texts(machine, "zh_CN")
    machine.policy("Mode mandatory", "Language zh-cn")
    machine.is_in(asked(machine, machine.ssh("alice"), "验证码：", machine.enrol("alice").code()))
    for user in ("bob", "nobody-of-that-name"):
        terminal = machine.ssh(user, "PreferredAuthentications=keyboard-interactive")
        terminal.expect(r"Password: ?$")
        terminal.type("not-the-password")
        terminal.expect("验证码：$")
        terminal.type("123456")
        machine.is_refused(terminal)


@case("contact: who is to help is named with user, host, service and date")
def contact(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    machine.policy('Contact "helpdesk@example.org (%u, %h, %s, 100%%)"', 'Notice "Second factor for %u."',
                   "Throttle wait-after=1 wait=1s longest-wait=1s lock-after=1 lock=1s disable-after=1")
    phone = machine.enrol("alice")
    line = local_line(ssh_line("refused", "wrong-code"), SUDO_SERVICE, "alice")
    terminal = machine.sudo()
    machine.answer_password(terminal, "alice")
    terminal.expect("Second factor for alice\\.")
    terminal.expect(r"Verification code: ?$")
    terminal.type(phone.wrong())
    machine.is_refused(terminal)
    terminal = machine.answer(machine.sudo(), "alice", phone.code())
    machine.is_refused(terminal)
    host = os.uname().nodename
    expect(f"Too many wrong codes. Ask: helpdesk@example.org (alice, {host}, {SUDO_SERVICE}, 100%)" in terminal.shown,
           "whom to ask")
    machine.logged(line, local_line(ssh_line("throttled", "disabled-after-wrong-codes"), SUDO_SERVICE, "alice"))


@case("recovery codes running low: sudo in a pipeline keeps its output clean")
def pipeline(machine: Machine) -> None:
    machine.password_and_code(SUDO_SERVICE)
    phone = machine.enrol("alice")
    codes = machine.countersign("recovery-codes", "alice", "--quiet").split()
    for code in codes[:7]:
        machine.is_in(machine.answer(machine.sudo(), "alice", code))
    output = machine.root / "output"
    output.touch()
    output.chmod(0o666)
    terminal = machine.terminal(["sh", "-c", f"sudo -k sh -c 'echo result' | cat >{output}"], "alice")
    machine.answer(terminal, "alice", codes[7])
    expect_equal(terminal.finish(), 0, "exit status")
    expect("You have only 2 recovery codes left." in terminal.shown, "told on the terminal")
    expect_equal(output.read_text(), "result\n", "what went through the pipe")
