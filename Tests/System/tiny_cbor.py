"""CBOR as CTAP2 has it: integers, bytes, text, lists, maps and booleans, with definite lengths."""


def encode(value) -> bytes:
    if value is True or value is False:
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, (list, tuple)):
        return head(4, len(value)) + b"".join(encode(item) for item in value)
    pairs = sorted((encode(key), encode(item)) for key, item in value.items())
    pairs.sort(key=lambda pair: (pair[0][0] >> 5, len(pair[0]), pair[0]))
    return head(5, len(pairs)) + b"".join(key + item for key, item in pairs)


def head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * width:
            return bytes([kind << 5 | code]) + number.to_bytes(width, "big")
    raise ValueError(number)


def decode(data: bytes):
    value, rest = take(data)
    assert not rest, "something stands behind the value"
    return value


def take(data: bytes):
    kind, number, rest = data[0] >> 5, data[0] & 31, data[1:]
    if kind == 7:
        return {20: False, 21: True, 22: None}[number], rest
    if number >= 24:
        width = 1 << number - 24
        number, rest = int.from_bytes(rest[:width], "big"), rest[width:]
    if kind in (0, 1):
        return (number if kind == 0 else -1 - number), rest
    if kind in (2, 3):
        content, rest = rest[:number], rest[number:]
        return (content if kind == 2 else content.decode()), rest
    if kind == 4:
        items = []
        for _ in range(number):
            item, rest = take(rest)
            items.append(item)
        return items, rest
    entries = {}
    for _ in range(number):
        key, rest = take(rest)
        entries[key], rest = take(rest)
    return entries, rest
