"""The empty store below a root directory, as install.sh makes it."""

import os
import secrets
from pathlib import Path


def make_store(root: Path) -> None:
    """Directories and host key for `root=ROOT` of the module and `--root ROOT` of the command."""
    for folder in (root, root / "etc", root / "var", root / "var/lib", root / "var/log"):
        folder.mkdir(mode=0o755, exist_ok=True)
    for folder in ("etc/countersign", "var/lib/countersign", "var/lib/countersign/users", "var/lib/countersign/state",
                   "var/log/countersign"):
        (root / folder).mkdir(mode=0o700)
    key = os.open(root / "etc/countersign/seal.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(key, f"countersign-seal-key 1 {secrets.token_hex(32).upper()}\n".encode())
    os.close(key)
