"""Ids and short names for the parts of a draft."""

import re
from datetime import date

from engine.base.text import slug

_LONGEST = 48
UNCLEAR = "Chưa rõ"
"""Stands where the document has only signs."""


class Names:
    """Hands out ids that are not taken yet."""

    def __init__(self, between: str = "-") -> None:
        self._taken: set[str] = set()
        self._between = between

    def take(self, text: str, otherwise: str = "muc") -> str:
        """A fresh id made of the text: letters without marks, digits, single separators."""
        base = slug(text)[:_LONGEST].strip("-") or otherwise
        base = (base if base[0].isalpha() else f"{otherwise}-{base}").replace("-", self._between)
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}{self._between}{count}"
        self._taken.add(name)
        return name


def short(text: str, longest: int = 80) -> str:
    """The beginning of a text, cut at a sign or between words, at most that long, upper case first."""
    plain = " ".join(text.split()).strip(" .,;:")
    if len(plain) > longest:
        cut = max(plain.rfind(sign, 0, longest) for sign in (",", ";", " ("))
        plain = plain[:cut] if cut > 20 else plain[:longest].rsplit(" ", 1)[0]
    said = upper(plain.strip(" ,;:("))
    return said if any(c.isprintable() and not c.isspace() for c in said) else UNCLEAR


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def day_of(text: str | None) -> str | None:
    """"24 tháng 02 năm 2023" and "24-2-2023" as 24/02/2023; None when it is no day."""
    numbers = re.findall(r"\d+", text or "")
    try:
        return date(*map(int, reversed(numbers))).strftime("%d/%m/%Y") if len(numbers) == 3 else None
    except (ValueError, OverflowError):
        return None
