"""States as other releases would write them."""

import zlib

FRONT = b"kh\x02\x03\x02\x00"
"""Mark, codec version, library version: what stands before the checksum today."""


def checked(body: bytes, front: bytes = FRONT) -> bytes:
    """A state of that body with a checksum that fits."""
    return front + zlib.crc32(body, zlib.crc32(front)).to_bytes(4, "big") + body


def of_codec(state: bytes, version: int) -> bytes:
    """The state as a release with that codec would have saved it."""
    return checked(state[len(FRONT) + 4:], b"kh" + bytes([version]) + FRONT[3:])
