"""LDAP messages as bytes (RFC 4511), as far as the tests say and understand them."""

PAGED_RESULTS = "1.2.840.113556.1.4.319"
ASSERTION = "1.3.6.1.1.12"
NO_COPY = "1.3.6.1.1.22"

SUCCESS = 0
REFERRAL = 10
NO_SUCH_ATTRIBUTE = 16
NO_SUCH_OBJECT = 32
INSUFFICIENT_ACCESS = 50
BUSY = 51
UNWILLING = 53
ASSERTION_FAILED = 122

ADD, DELETE, REPLACE, INCREMENT = 0, 1, 2, 3
BASE, ONE_LEVEL, SUBTREE = 0, 1, 2


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def integer(number: int, tag: int = 0x02) -> bytes:
    return tlv(tag, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def octets(text: str | bytes, tag: int = 0x04) -> bytes:
    return tlv(tag, text.encode() if isinstance(text, str) else text)


def boolean(value: bool) -> bytes:
    return tlv(0x01, b"\xff" if value else b"\x00")


def split(content: bytes) -> list[tuple[int, bytes]]:
    """The elements that stand one after the other in the content of another one."""
    elements = []
    while content:
        tag, length, start = content[0], content[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(content[2:start], "big")
        elements.append((tag, content[start:start + length]))
        content = content[start + length:]
    return elements


def number(content: bytes) -> int:
    return int.from_bytes(content, "big", signed=True)


def present(attribute: str) -> bytes:
    return octets(attribute, 0x87)


def equal(attribute: str, value: str | bytes) -> bytes:
    return tlv(0xA3, octets(attribute), octets(value))


def control(oid: str, value: bytes | None = None, critical: bool = True) -> bytes:
    return tlv(0x30, octets(oid), boolean(critical), b"" if value is None else octets(value))


def message(identifier: int, operation: bytes, controls: list[bytes] | None = None) -> bytes:
    return tlv(0x30, integer(identifier), operation, tlv(0xA0, *controls) if controls else b"")


def attribute(name: str, values: list[str | bytes]) -> bytes:
    return tlv(0x30, octets(name), tlv(0x31, *(octets(value) for value in values)))


def bind(name: str, password: str) -> bytes:
    return tlv(0x60, integer(3), octets(name), octets(password, 0x80))


def bind_external() -> bytes:
    return tlv(0x60, integer(3), octets(""), tlv(0xA3, octets("EXTERNAL"), octets("")))


def search(base: str, scope: int, wanted: bytes, attributes: list[str], seconds: int = 5) -> bytes:
    return tlv(
        0x63, octets(base), integer(scope, 0x0A), integer(0, 0x0A), integer(0), integer(seconds), boolean(False),
        wanted, tlv(0x30, *(octets(name) for name in attributes)))


def modify(name: str, changes: list[tuple[int, str, list[str | bytes]]]) -> bytes:
    parts = (tlv(0x30, integer(kind, 0x0A), attribute(what, values)) for kind, what, values in changes)
    return tlv(0x66, octets(name), tlv(0x30, *parts))


def add(name: str, attributes: dict[str, list[str | bytes]]) -> bytes:
    return tlv(0x68, octets(name), tlv(0x30, *(attribute(what, values) for what, values in attributes.items())))


def delete(name: str) -> bytes:
    return octets(name, 0x4A)


def result(tag: int, code: int, text: str = "", referrals: list[str] | None = None) -> bytes:
    """What a server answers."""
    more = tlv(0xA3, *(octets(url) for url in referrals)) if referrals else b""
    return tlv(tag, integer(code, 0x0A), octets(""), octets(text), more)


def entry(name: str, attributes: dict[str, list[str | bytes]]) -> bytes:
    return tlv(0x64, octets(name), tlv(0x30, *(attribute(what, values) for what, values in attributes.items())))
