"""The colours of the pages with their contrast, measured from the style sheets as they are."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_STATIC = Path(__file__).parents[1] / "static"
THEMES = (("light", "kheo.css"), ("dark", "dark.css"))
PAIRS = (
    ("ink", "surface"), ("ink", "bg"), ("ink-2", "bg"), ("ink-3", "bg"), ("edge", "surface"), ("on-brand", "brand"),
    ("brand-ink", "surface"), ("brand-ink", "brand-tint"), ("on-frame", "frame"), ("on-frame-2", "frame"),
    ("brass", "frame"), ("paper-ink", "paper"), ("paper-ink-2", "paper"), ("late", "late-bg"), ("now", "now-bg"),
    ("soon", "soon-bg"), ("week", "week-bg"), ("back", "back-bg"), ("hold", "hold-bg"), ("late", "surface"),
)
"""What is read, and the ground on which it stands."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """One pair of colours: its names, its values, the ratio of WCAG 2."""

    ink: str
    ground: str
    ink_value: str
    ground_value: str
    ratio: float

    @property
    def floor(self) -> float:
        """Text needs 4.5; the border of a control 3."""
        return 3.0 if self.ink == "edge" else 4.5


@cache
def swatches() -> dict[str, tuple[Swatch, ...]]:
    """The pairs of each theme."""
    return {theme: tuple(_swatch(tokens(file), *pair) for pair in PAIRS) for theme, file in THEMES}


def tokens(file: str) -> dict[str, str]:
    """The colours a style sheet names, the first definition of each."""
    named = re.findall(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})\b", (_STATIC / file).read_text("utf-8"))
    return dict(reversed(named))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21.

    >>> contrast("#FFFFFF", "#000000")
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((high + 0.05) / (low + 0.05), 1)


def _swatch(named: dict[str, str], ink: str, ground: str) -> Swatch:
    return Swatch(ink, ground, named[ink], named[ground], contrast(named[ink], named[ground]))


def _luminance(colour: str) -> float:
    channels = (int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
