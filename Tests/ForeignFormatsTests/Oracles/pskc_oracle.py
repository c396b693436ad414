"""Key containers (RFC 6030) by python3-pskc, an implementation that is not ours.

    write CIPHER ALGORITHM ITERATIONS PRF   prints a container of two keys with the settings on standard input
    read PASSPHRASE                         reads a container, prints a line of JSON for each key
"""

import json
import sys

from pskc import PSKC

PROFILE = "urn:ietf:params:xml:ns:keyprov:pskc:"


def write(cipher: str, mac: str, iterations: str, prf: str) -> None:
    settings = json.load(sys.stdin)
    container = PSKC()
    for kind in ("hotp", "totp"):
        container.add_key(
            id=f"{kind}-1", serial=f"{kind}-serial", manufacturer="Maker", secret=bytes.fromhex(settings["secret"]),
            algorithm=PROFILE + kind, algorithm_suite="HMAC-SHA256", response_length=8, response_encoding="DECIMAL",
            friendly_name="Schlüssel <&>", key_userid="UID=alice,DC=example",
            **({"counter": settings["counter"]} if kind == "hotp" else {"time_interval": 60, "time_drift": 3}))
    if cipher != "plain":
        # Its key wrap pads numbers by RFC 5649, which RFC 6030 does not know.
        fields = ["secret"] if cipher.startswith("kw-") else ["secret", "counter", "time_interval", "time_drift"]
        if settings.get("passphrase"):
            container.encryption.setup_pbkdf2(
                settings["passphrase"], algorithm=cipher, fields=fields, iterations=int(iterations),
                **({"prf": prf} if prf != "-" else {}))
        else:
            container.encryption.setup_preshared_key(
                key=bytes.fromhex(settings["key"]), algorithm=cipher, fields=fields, key_name="a key")
        if mac != "-":
            container.mac.setup(algorithm=mac)
    container.write(sys.stdout.buffer)


def read(passphrase: str) -> None:
    container = PSKC(sys.stdin.buffer)
    container.encryption.derive_key(passphrase)
    for key in container.keys:
        if not key.check():
            sys.exit("check failed")
        expires = key.policy.expiry_date
        print(json.dumps({
            "algorithm": key.algorithm, "suite": key.algorithm_suite, "secret": key.secret.hex(),
            "digits": key.response_length, "encoding": key.response_encoding, "counter": key.counter,
            "interval": key.time_interval, "drift": key.time_drift, "name": key.friendly_name, "user": key.key_userid,
            "expires": int(expires.timestamp()) if expires else None, "usage": key.policy.key_usage,
        }))


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](*sys.argv[2:])
