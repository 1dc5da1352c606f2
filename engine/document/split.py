"""Where the head of a document ends, where its body, its list of receivers and its annexes begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.document.block import Block, Grid, Line
from engine.document.form_code import code_line
from engine.document.marker import read_marker
from engine.document.paragraph import is_capital

_RECEIVERS = re.compile(r"\s*nơi\s+nhận\s*:?(?:\s{3,}\S.*)?\s*", re.I)
_GAP = re.compile(r"(?<=\S)\s{4,}(?=\S)")
_AUTHORITY = re.compile(r"\s*(?:T/M|TM\.|TM|K/T|KT\.|TL\.|T/L|TUQ\.|Q\.)\s+[A-ZĐÀ-Ỹ ]{3,}")
_FIRST = ("roman", "part", "chapter", "capital", "article")


@dataclass(frozen=True, slots=True)
class Parts:
    """`annexes`: each begins with the line or table that bears its code."""

    head: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]
    annexes: tuple[tuple[Block, ...], ...]


def split(blocks: Sequence[Block]) -> Parts:
    start = _first_section(blocks)
    end = _end_of_body(blocks, start)
    annexes = [n for n in range(end, len(blocks)) if _text(blocks[n]) and code_line(_text(blocks[n]))]
    first = annexes[0] if annexes else len(blocks)
    regions = [tuple(blocks[a:b]) for a, b in pairwise([*annexes, len(blocks)])]
    return Parts(tuple(blocks[:start]), tuple(blocks[start:end]), _apart(blocks[end:first]), tuple(regions))


def _apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Receivers on the left and the signature on the right of the same lines, one after the other."""
    left: list[Block] = []
    right: list[Block] = []
    for block in blocks:
        pieces = _GAP.split(block.text.rstrip()) if isinstance(block, Line) else []
        if isinstance(block, Line) and len(pieces) == 2:
            left.append(Line(block.number, pieces[0], block.whole))
            right.append(Line(block.number, pieces[1], block.whole))
        else:
            left.append(block)
    return (*left, *right)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Line) else ""


def _first_section(blocks: Sequence[Block]) -> int:
    markers = [(n, found[0]) for n, block in enumerate(blocks)
               if isinstance(block, Line) and (found := read_marker(" ".join(block.text.split())))]
    for n, marker in markers:
        if marker.kind in _FIRST and marker.number[0] in (1, ord("A")):
            return n
    return next((n for n, marker in markers if marker.kind == "decimal" and marker.number == (1,)), 0)


def _end_of_body(blocks: Sequence[Block], start: int) -> int:
    for n in range(start, len(blocks)):
        text = _text(blocks[n])
        if _RECEIVERS.fullmatch(text) or (_AUTHORITY.fullmatch(text) and is_capital(text)):
            return n
        if code_line(text) and not isinstance(blocks[n], Grid):
            return n
    return len(blocks)
