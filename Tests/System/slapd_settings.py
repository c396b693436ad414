"""What one slapd of the tests is told, in the form of cn=config."""

from dataclasses import dataclass, field
from pathlib import Path

SUFFIX = "dc=example"
BASE = f"ou=countersign,{SUFFIX}"
ADMINISTRATOR = f"cn=admin,{SUFFIX}"
REPLICATOR = f"cn=replicator,{SUFFIX}"
HOSTS = f"cn=countersign-hosts,{SUFFIX}"
KEEPERS = f"cn=countersign-keepers,{SUFFIX}"
PASSWORD = "Plain-Otter-Cedar"

# Whom a key of Kerberos makes: a host or keeper by the first part of its machine's name.
PRINCIPALS = f'olcAuthzRegexp: "uid=host/([^,.]+)[.]example,cn=gssapi,cn=auth" "cn=$1,{SUFFIX}"\n'
# As Documents/directory.md has them.
OUR_RULES = f"""
olcAccess: to dn.subtree="{BASE}" attrs=countersignState,countersignGeneration
  by group.exact="{HOSTS}" write
  by group.exact="{KEEPERS}" write
  by dn.exact="{REPLICATOR}" read
  by * none
olcAccess: to dn.subtree="{BASE}"
  by group.exact="{HOSTS}" read
  by group.exact="{KEEPERS}" write
  by dn.exact="{REPLICATOR}" read
  by * none
olcLimits: group/groupOfNames/member="{HOSTS}" size.prtotal=unlimited
olcLimits: group/groupOfNames/member="{KEEPERS}" size=unlimited size.prtotal=unlimited
""".strip()
# As a site has them that has never heard of us.
OTHER_RULES = f"""
olcAccess: to attrs=userPassword
  by anonymous auth
  by dn.exact="{REPLICATOR}" read
  by * none
olcAccess: to *
  by * read
""".strip()


def server_name(number: int) -> str:
    """The name of the machine of a server, for whoever has it in a hosts file."""
    return f"directory{number}.example"


@dataclass
class SlapdSettings:
    """Everything in which one server differs from another."""

    identifier: int
    place: tuple[str, int]
    certificate: tuple[Path, Path]
    authority: Path
    # From where it copies: addresses of `ldaps`.
    sources: list[str] = field(default_factory=list)
    is_provider: bool = True
    # Where a replica sends writers, and whether it goes there itself.
    refers_to: str | None = None
    chains: bool = False
    has_codes_overlay: bool = False
    # Whether it has our schema and our rules from the beginning.
    is_ready: bool = True
    synchronous: bool = True

    def ldif(self, package, folder: Path, schema: Path) -> str:
        parts = [
            self.top(), self.modules(package),
            "dn: cn=schema,cn=config\nobjectClass: olcSchemaConfig\ncn: schema\n",
            *((package.schemas / f"{name}.ldif").read_text() for name in ("core", "cosine", "inetorgperson")),
            schema.read_text() if self.is_ready else "", self.frontend(), *self.chaining(), self.database(folder),
            *self.overlays(),
        ]
        return "\n".join(parts)

    def top(self) -> str:
        certificate, key = self.certificate
        return (
            f"dn: cn=config\nobjectClass: olcGlobal\ncn: config\nolcServerID: {self.identifier}\n"
            f"olcTLSCACertificateFile: {self.authority}\nolcTLSCertificateFile: {certificate}\n"
            f"olcTLSCertificateKeyFile: {key}\nolcThreads: 8\nolcLogLevel: 0\nolcAuthzPolicy: to\n"
            f"olcSaslHost: {server_name(self.identifier)}\n{PRINCIPALS}")

    def modules(self, package) -> str:
        names = ["back_mdb", "syncprov", "back_ldap", "otp"]
        return (
            f"dn: cn=module,cn=config\nobjectClass: olcModuleList\ncn: module\nolcModulePath: {package.modules}\n"
            + "".join(f"olcModuleLoad: {name}\n" for name in names))

    def frontend(self) -> str:
        local = "gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth"
        return (
            "dn: olcDatabase={-1}frontend,cn=config\nobjectClass: olcDatabaseConfig\n"
            "objectClass: olcFrontendConfig\nolcDatabase: {-1}frontend\nolcSizeLimit: 500\n\n"
            "dn: olcDatabase={0}config,cn=config\nobjectClass: olcDatabaseConfig\nolcDatabase: {0}config\n"
            f'olcAccess: to * by dn.exact="{local}" manage by * none\n')

    def chaining(self) -> list[str]:
        """The overlay that follows referrals in place of the client, as the one who asks (RFC 4370)."""
        if not self.chains:
            return []
        overlay = "olcOverlay={0}chain,olcDatabase={-1}frontend,cn=config"
        return [
            f"dn: {overlay}\nobjectClass: olcOverlayConfig\nobjectClass: olcChainConfig\n"
            "olcOverlay: {0}chain\nolcChainReturnError: TRUE\nolcChainCacheURI: FALSE\n",
            f"dn: olcDatabase={{0}}ldap,{overlay}\nobjectClass: olcLDAPConfig\nobjectClass: olcChainDatabase\n"
            f"olcDatabase: {{0}}ldap\nolcDbURI: {self.refers_to}\n"
            f'olcDbIDAssertBind: bindmethod=simple binddn="{REPLICATOR}" credentials={PASSWORD} mode=self'
            f" tls_cacert={self.authority} tls_reqcert=demand\n",
        ]

    def database(self, folder: Path) -> str:
        lines = [
            "dn: olcDatabase={1}mdb,cn=config", "objectClass: olcDatabaseConfig", "objectClass: olcMdbConfig",
            "olcDatabase: {1}mdb", f"olcDbDirectory: {folder}/data", f"olcSuffix: {SUFFIX}",
            f"olcRootDN: {ADMINISTRATOR}", f"olcRootPW: {PASSWORD}", f"olcDbMaxSize: {16 << 30}",
            "olcDbIndex: objectClass,entryCSN,entryUUID eq",
            f'olcLimits: dn.exact="{REPLICATOR}" size=unlimited time=unlimited',
            *([OUR_RULES] if self.is_ready else []), OTHER_RULES,
        ]
        if not self.synchronous:
            lines.append("olcDbNoSync: TRUE")
        for number, source in enumerate(self.sources):
            lines.append(
                f"olcSyncrepl: rid={self.identifier}{number + 1:02} provider={source} bindmethod=simple"
                f' binddn="{REPLICATOR}" credentials={PASSWORD} searchbase="{SUFFIX}" type=refreshAndPersist'
                f' retry="1 +" network-timeout=2 keepalive=5:2:2 tls_cacert={self.authority} tls_reqcert=demand')
        if self.refers_to:
            lines.append(f"olcUpdateRef: {self.refers_to}")
        if self.is_provider and self.sources:
            lines.append("olcMultiProvider: TRUE")
        return "\n".join(lines) + "\n"

    def overlays(self) -> list[str]:
        found = []
        if self.is_provider:
            found.append(
                "dn: olcOverlay=syncprov,olcDatabase={1}mdb,cn=config\nobjectClass: olcOverlayConfig\n"
                "objectClass: olcSyncProvConfig\nolcOverlay: syncprov\nolcSpSessionlog: 1000\n")
        if self.has_codes_overlay:
            found.append(
                "dn: olcOverlay=otp,olcDatabase={1}mdb,cn=config\nobjectClass: olcOverlayConfig\nolcOverlay: otp\n")
        return found
