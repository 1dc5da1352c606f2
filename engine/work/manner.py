"""In which capacity one signs, as it is written before the title: with a slash in the Party, else with a dot."""

_PARTY = {"TM": "T/M", "KT": "K/T", "TL": "T/L", "TUQ": "TUQ"}
_STATE = {"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."}
SUBSTITUTE = ("kt", "tl", "tuq")
"""How somebody signs who stands in for an absent person."""


def capacities(style: str) -> dict[str, str]:
    """Code -> how a body of that kind writes it; `style`: party, state or none, as of its kind of unit.

    >>> capacities("party")["KT"], capacities("state")["KT"]
    ('K/T', 'KT.')
    """
    return _PARTY if style == "party" else _STATE


def abbreviation(manner: str, style: str) -> str:
    """Of one manner of signing, in whichever case; "" for who signs in the own name.

    >>> abbreviation("tuq", "party"), abbreviation("TUQ", "state"), abbreviation("", "state")
    ('TUQ', 'TUQ.', '')
    """
    return capacities(style).get(manner.upper(), "")
