"""An authority for certificates that lives as long as a test."""

import subprocess
from pathlib import Path


class ThrowawayAuthority:
    """Signs certificates for addresses; nobody else trusts it."""

    def __init__(self, folder: Path, name: str):
        self.folder = folder / name
        self.folder.mkdir(mode=0o700)
        self.certificate = self.folder / "authority.pem"
        self.key = self.folder / "authority.key"
        openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key,
            "-out", self.certificate, "-days", "2", "-subj", f"/CN={name}",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def sign(self, name: str, addresses: list[str]) -> tuple[Path, Path]:
        """A certificate for a server at these addresses or names, and its key."""
        certificate, key, request = (self.folder / f"{name}.{end}" for end in ("pem", "key", "csr"))
        openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", request,
            "-subj", f"/CN={name}")
        extensions = self.folder / f"{name}.ext"
        names = ",".join(f"{'DNS' if one[-1].isalpha() else 'IP'}:{one}" for one in addresses)
        extensions.write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n")
        openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-days", "2",
            "-extfile", extensions, "-out", certificate)
        return certificate, key


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
