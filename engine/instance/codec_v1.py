"""States as kheo wrote them first: one header line, then JSON. Read for ever, never written again.

`kheo 1 LIBRARY CRC`, then {"e": names of elements, "t": name, state, distance to the parent in the list, …}, the tasks
in the order in which they grew, with those that are only foreseen.
"""

import json
import re
import zlib

from engine.instance.fact import InstanceError
from engine.instance.rows import Rows

_HEADER = re.compile(rb"kheo 1 3\.2\.0 ([0-9a-f]{8})\Z")
_LAST_STATE = 8


def read_v1(state: bytes) -> Rows:
    """The rows, in the order of growth. InstanceError when the header or its checksum is off, ValueError, KeyError or
    TypeError when the content has another shape."""
    head, _, body = state.partition(b"\n")
    found = _HEADER.match(head)
    if not found:
        raise InstanceError("trạng thái đã lưu không đọc được")
    if f"{zlib.crc32(body):08x}".encode() != found[1]:
        raise InstanceError("trạng thái đã lưu bị hỏng: mã kiểm tra không khớp")
    content = json.loads(body)
    names, numbers = content["e"], content["t"]
    if len(numbers) % 3 or not all(type(n) is int and n >= 0 for n in numbers):
        raise ValueError("no rows")
    rows = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    for place, (name, bit, back) in enumerate(rows):
        if name >= len(names) or bit > _LAST_STATE or back > place or (back == 0) != (place == 0):
            raise ValueError(f"row {place}")
    if not rows:
        raise ValueError("no tree")
    return Rows([(str(names[name]), bit, place - back if back else -1) for place, (name, bit, back) in enumerate(rows)])
