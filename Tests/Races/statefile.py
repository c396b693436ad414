"""The state file of a user as countersign-files(5) describes it, read and written independently of the product."""

import hashlib
import struct
from dataclasses import dataclass, field

SLOT = 2048
BODY = SLOT - 32


@dataclass
class DeviceState:
    id: int
    next: int
    drift: int
    misses: int
    last_miss: int
    last_used: int


@dataclass
class Remembered:
    since: int
    services: int
    place: bytes
    service: bytes


@dataclass
class State:
    generation: int
    recovery_set: int
    recovery_used: int
    recovery_misses: int
    bypass: int = 0
    bypass_uses: int = 0
    temporary_used: int = 0
    temporary_misses: int = 0
    devices: list[DeviceState] = field(default_factory=list)
    remembered: list[Remembered] = field(default_factory=list)

    def device(self, number: int) -> DeviceState:
        return next(device for device in self.devices if device.id == number)


def checksum(user: str, body: bytes) -> bytes:
    return hashlib.sha256(user.encode() + body).digest()


def read_slot(slot: bytes, user: str) -> State | None:
    """One slot; None when it is damaged."""
    if slot[:8] != b"CSSTATE1" or checksum(user, slot[:BODY]) != slot[BODY:]:
        return None
    generation, recovery_set, used, count, misses = struct.unpack_from("<QIHHI", slot, 8)
    state = State(generation, recovery_set, used, misses, *struct.unpack_from("<IIII", slot, 40))
    for index in range(count):
        fields = struct.unpack_from("<I4xQiiI4xQQ", slot, 64 + 64 * index)
        number, following, drift, _, missed, last_miss, last_used = fields
        state.devices.append(DeviceState(number, following, drift, missed, last_miss, last_used))
    for index in range(8):
        since, services, kind, place, service = struct.unpack_from("<QQBBBx", slot, 1344 + 80 * index)
        if kind:
            start = 1344 + 80 * index + 20
            state.remembered.append(
                Remembered(since, services, slot[start:start + place], slot[start + 28:start + 28 + service]))
    return state


def slots(content: bytes, user: str) -> list[State | None]:
    return [read_slot(content[start:start + SLOT], user) for start in (0, SLOT)]


def serving(content: bytes, user: str) -> State:
    """The slot that counts."""
    valid = [state for state in slots(content, user) if state]
    return max(valid, key=lambda state: state.generation)


def newer_slot(content: bytes, user: str) -> int:
    """Where the slot that counts begins."""
    first, second = slots(content, user)
    return 0 if second is None or (first is not None and first.generation > second.generation) else SLOT


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1:]
