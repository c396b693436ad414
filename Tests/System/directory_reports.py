"""How long the command takes to tell of everybody who is in a directory, and how much memory it needs."""

import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from directory import Directory, url, user, user_entry
from directory_program import password_file
from sample_users import believed_record, believed_state, ldif_entry
from slapd import TOP, SlapdPackage
from slapd_settings import BASE, PASSWORD, SUFFIX
from store import make_store

COMMAND = TOP / ".build/release/countersign"
DAY = 86_400
# A process begins with the peak of the one that it was split off from; so that is one that has loaded next to nothing.
WATCH = """
import os, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
os.write(3, b"%d" % usage.ru_maxrss)
os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
"""
# One in so many has not used their device for long.
RARE = 50


def report(package: SlapdPackage, command: Path, users: int = 100_000) -> None:
    """By a host that has a site key and believes all of them."""
    for count in (users // 100, users):
        with Directory(package, servers=1) as directory, tempfile.TemporaryDirectory() as folder:
            root, key = Path(folder), secrets.token_bytes(32)
            root.chmod(0o755)
            set_up(root, directory, command, key)
            load(directory, count, key)
            for words in (["report"], ["report", "--json"], ["list"], ["list", "--json"]):
                print(f"report: {count} users, {' '.join(words)}: {run(command, root, words)}", flush=True)


def set_up(root: Path, directory: Directory, command: Path, key: bytes) -> None:
    make_store(root)
    folder = root / "usr/libexec/countersign"
    folder.mkdir(parents=True)
    (folder / "directory").symlink_to(command.resolve().with_name(f"{command.name}-directory"))
    configuration = root / "etc/countersign"
    site_key = configuration / "site.key"
    site_key.touch(mode=0o600)
    site_key.write_text(f"countersign-seal-key 1 {key.hex().upper()}\n")
    policy = configuration / "countersign.conf"
    policy.write_text(
        f'Store ldap\nDirectory {url(directory.servers[1].place)}\nDirectoryBase "{BASE}"\n'
        f'DirectoryBind password "cn=host1,{SUFFIX}" {password_file(configuration, PASSWORD)}\n'
        f"DirectoryAuthority {directory.authority.certificate}\nMode mandatory\n")
    policy.chmod(0o644)


def load(directory: Directory, count: int, key: bytes) -> None:
    now = int(time.time())

    def entry(number: int) -> str:
        name, used = f"user{number:07}", now - (200 if number % RARE == 0 else 2) * DAY
        return ldif_entry(user(name), user_entry(
            name, believed_record(name, now - 300 * DAY, key), believed_state(name, used, key)))

    server = directory.servers[1]
    server.stop()
    server.load((entry(number) for number in range(count)), 1)
    server.start()


def run(command: Path, root: Path, words: list[str]) -> str:
    """Time, peak memory and what was printed. It fails where a record is not believed."""
    shown, said, peak = (root / name for name in ("shown", "said", "peak"))
    # Descriptor 3 is for the peak.
    line = f'exec "$@" >{shown} 2>{said} 3>{peak}'
    begin = time.monotonic()
    done = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-I", "-S", "-c", WATCH, command, *words, "--root", root],
        stdin=subprocess.DEVNULL, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"})
    seconds = time.monotonic() - begin
    if done.returncode != 0:
        raise RuntimeError(f"status {done.returncode}: {said.read_text()[:2000]}")
    content = shown.read_bytes()
    lines = content.count(b"\n")
    return (f"{seconds:.1f} s, peak memory {int(peak.read_text()) / 1024:.1f} MiB, {len(content) / 1e6:.2f} MB"
            f" in {lines} lines")
