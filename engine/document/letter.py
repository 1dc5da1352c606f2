"""A paper that goes out in the layout of its issuer: what stands in it, whoever draws it, as a page or a DOCX file."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["party", "state", "none"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words one after the other; `heading`: the title of what follows."""

    pieces: tuple[Piece, ...]
    heading: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; `head` may be empty."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the capacity in capitals, the name where it is known; `how` it is signed stands between."""

    capacity: str
    name: str = ""
    how: str = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True)
class Letter:
    """`above`: the body over the issuer; `number`: its words with the gap to be filled; `about`: lines under the title.

    `signatures` stand from the left to the right, `recipients` below them on the left, beside one alone.
    """

    style: Style
    above: str
    issuer: str
    number: str
    place: str
    title: str
    about: tuple[str, ...]
    body: tuple[Paragraph | Grid, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...] = ()
    landscape: bool = False

    @property
    def received(self) -> tuple[str, ...]:
        """A line for each recipient: the Party ends it with a comma, others with a semicolon, the last with a stop."""
        end = "," if self.style == "party" else ";"
        last = len(self.recipients) - 1
        return tuple(f"- {one}{'.' if number == last else end}" for number, one in enumerate(self.recipients))


def says(text: str, *more: Piece) -> Paragraph:
    """A plain paragraph."""
    return Paragraph((Piece(text), *more))
