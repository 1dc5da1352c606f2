"""Vietnamese text without surprises: one normal form, one folding for comparison, the nearest name."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def nfc(text: str) -> str:
    """The composed form; every text that enters kheo passes here first."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, no tone or letter marks, đ as d, runs of space, hyphen and underscore as one space.

    >>> fold("Trích_Mục")
    'trich muc'
    >>> fold("uỷ ban") == fold("ủy ban")
    True
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\s_\-]+", " ", bare.replace("đ", "d")).strip()


def slug(text: str) -> str:
    """An id made of a name.

    >>> slug("Hội Nông dân phường")
    'hoi-nong-dan-phuong'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """The known name that most looks like the wanted one, or None when none comes near."""
    by_fold = {fold(name): name for name in known}
    found = difflib.get_close_matches(fold(wanted), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """The end of a sentence of refusal: '; ý bạn là "…"?' or nothing."""
    near = nearest(wanted, known)
    return f'; ý bạn là "{near}"?' if near else ""
