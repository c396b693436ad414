"""A directory as a site has it before Countersign comes: people and groups, and neither schema nor rights of ours."""

import shutil
import tempfile
from pathlib import Path

from directory import people, reserve_network, url
from slapd import Slapd, SlapdPackage
from slapd_settings import BASE, SlapdSettings
from throwaway_authority import ThrowawayAuthority


class BareDirectory:
    """One such server, reached by its socket and by `ldaps`."""

    def __init__(self, package: SlapdPackage):
        self.folder = Path(tempfile.mkdtemp(prefix="countersign-bare."))
        self.reservation, network = reserve_network()
        self.authority = ThrowawayAuthority(self.folder, "good")
        place = (f"{network}.1", 6360)
        settings = SlapdSettings(
            1, place, self.authority.sign("server", [place[0]]), self.authority.certificate, is_ready=False)
        self.server = Slapd(package, self.folder / "server", settings)
        self.server.load([people(place).split(f"dn: {BASE}\n")[0]], 1)
        self.server.start()
        self.url = url(place)

    def __enter__(self) -> "BareDirectory":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.kill()
        self.reservation.close()
        shutil.rmtree(self.folder, ignore_errors=True)
