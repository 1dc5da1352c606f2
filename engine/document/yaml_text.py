"""The text of a plan file: mappings in the order given, open questions as comments right above what they are about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Union

from engine.base.text import nfc

ASK = "CẦN QUYẾT ĐỊNH"
_SIGNS = r":#\[\]{}&*!|>'\"%@`\n\\"
_PLAIN = re.compile(rf"[^\W_](?:[^{_SIGNS}]*[^{_SIGNS}\s])?")
_LIKE_A_VALUE = re.compile(r"(?:true|false|null|yes|no|on|off|[\d.,/\-+eE ]+)", re.I)
_LONGEST_FLOW = 90


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping; `asks` are the questions the document leaves open here."""

    pairs: tuple[tuple[str, "Node"], ...]
    asks: tuple[str, ...] = ()


Node = Union[str, int, "Part", Sequence["Node"]]


def part(*pairs: tuple[str, Node | None], asks: Sequence[str] = ()) -> Part:
    """A mapping of those pairs that have a value."""
    return Part(tuple((key, value) for key, value in pairs if value is not None and value != () and value != ""),
                tuple(asks))


def written(whole: Part) -> str:
    """The file; ends with a line end."""
    return "\n".join([*_comments(whole.asks, 0), *_mapping(whole, 0)]) + "\n"


def _mapping(whole: Part, indent: int) -> Iterator[str]:
    for key, value in whole.pairs:
        lead = " " * indent + _scalar(key) + ":"
        if isinstance(value, Part):
            yield from _comments(value.asks, indent)
            yield lead
            yield from _mapping(value, indent + 2)
        elif isinstance(value, str | int):
            yield f"{lead} {_scalar(value)}"
        elif (flow := _flow(value)) is not None:
            yield f"{lead} {flow}"
        else:
            yield lead
            yield from _items(value, indent + 2)


def _items(items: Sequence[Node], indent: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, Part):
            yield from _comments(item.asks, indent)
            lines = list(_mapping(Part(item.pairs), indent + 2))
            yield " " * indent + "- " + lines[0].lstrip()
            yield from lines[1:]
        elif isinstance(item, str | int):
            yield " " * indent + f"- {_scalar(item)}"


def _flow(items: Sequence[Node]) -> str | None:
    """A short list of plain words on one line."""
    if not all(isinstance(item, str | int) for item in items):
        return None
    if any(isinstance(item, str) and "," in item for item in items):
        return None
    text = "[" + ", ".join(_scalar(item) for item in items if isinstance(item, str | int)) + "]"
    return text if len(text) <= _LONGEST_FLOW else None


def _comments(asks: Sequence[str], indent: int) -> Iterator[str]:
    for ask in asks:
        yield " " * indent + f"# {ASK}: {one_line(ask)}"


def _scalar(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    text = one_line(value)
    if _PLAIN.fullmatch(text) and not _LIKE_A_VALUE.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def one_line(text: str) -> str:
    """NFC, runs of space as one, nothing that does not print."""
    return "".join(c for c in nfc(" ".join(text.split())) if c.isprintable())
