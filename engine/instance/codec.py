"""The saved state of an instance: a few hundred bytes, equal for equal trees, refused when anything is off.

Ten bytes of header ("kh", codec version, three of library version, CRC of all else; this much stays in every version
to come, so that a damaged state is told from one of another release), then the rows of the tree (rows.py). No ids,
moments, days, names of people or answers; elements by a hash of their names, so that a process may gain elements
between two releases. States of version 1 are read for ever (codec_v1.py).
"""

import zlib
from collections import Counter
from functools import lru_cache
from typing import Any

from engine.bpmn.workflow import PlanWorkflow
from engine.instance.codec_v1 import read_v1
from engine.instance.fact import InstanceError, OtherVersion
from engine.instance.rows import Rows, digest, pack, unpack
from engine.instance.tree import grow, rows_of

CODEC = 2
LIBRARY = (3, 2, 0)
_MARK = b"kh"
_FRONT = bytes([*_MARK, CODEC, *LIBRARY])
_CHECK = slice(len(_FRONT), len(_FRONT) + 4)
_WIDTHS = (3, 4, 8)


def encode(workflow: PlanWorkflow) -> bytes:
    """The state; InstanceError when the tree has grown too deep or carries data."""
    body = pack(rows_of(workflow), _width(workflow.spec))
    return _FRONT + _crc(_FRONT, body) + body


def decode(state: bytes, spec: Any) -> PlanWorkflow:
    """The tree; InstanceError when the bytes are damaged, of another version, or of another process."""
    try:
        return grow(_rows(state, spec), spec)
    except (KeyError, ValueError, TypeError, RecursionError):
        raise InstanceError("trạng thái đã lưu không khớp với quy trình của nó") from None


def _rows(state: bytes, spec: Any) -> Rows:
    if state.startswith(b"kheo 1 "):
        return read_v1(state)
    front, body = state[:len(_FRONT)], state[_CHECK.stop:]
    if not state.startswith(_MARK) or not body:
        raise InstanceError("trạng thái đã lưu không đọc được")
    if state[_CHECK] != _crc(front, body):
        raise InstanceError("trạng thái đã lưu bị hỏng: mã kiểm tra không khớp")
    if front != _FRONT:
        codec, *library = front[len(_MARK):]
        written = f"{codec}/{'.'.join(map(str, library))}"
        raise OtherVersion(f"trạng thái lưu bằng bản {written}, chương trình này đọc bản "
                           f"{CODEC}/{'.'.join(map(str, LIBRARY))} trở về trước")
    return unpack(body, _names(spec))


def _crc(front: bytes, body: bytes) -> bytes:
    return zlib.crc32(body, zlib.crc32(front)).to_bytes(4, "big")


@lru_cache(maxsize=256)
def _names(spec: Any) -> dict[int, dict[bytes, str]]:
    """The names of all elements by their hashes of each width; a hash that two of them share tells neither."""
    names = {name for one in (spec, *spec.called.values()) for name in one.task_specs}
    hashes = {width: Counter(digest(name, width) for name in names) for width in _WIDTHS}
    return {width: {found: name for name in names if hashes[width][found := digest(name, width)] == 1}
            for width in _WIDTHS}


@lru_cache(maxsize=256)
def _width(spec: Any) -> int:
    """The narrowest width that tells all elements apart; a state of a narrower one is read as long as it is plain."""
    most = max(map(len, _names(spec).values()))
    return next(width for width, names in _names(spec).items() if len(names) == most)
