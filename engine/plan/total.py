"""What the expression language does with values: every operation has an answer, none raises, none grows without end."""

import math
from collections.abc import Mapping
from datetime import date

MAX_BITS = 256


def number(value: object) -> int | float | None:
    """The value itself when it is a number of bearable size; a yes/no is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value.bit_length() <= MAX_BITS else None
    return value if isinstance(value, float) and math.isfinite(value) else None


def lookup(value: object, name: str) -> object:
    """`value.name`: an entry of a mapping; of a list of rows, the column of that name; None for all else."""
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list | tuple):
        return [row.get(name) for row in value if isinstance(row, Mapping)]
    return None


def plus(left: object, right: object) -> object:
    return _arithmetic("+", left, right)


def minus(left: object, right: object) -> object:
    return _arithmetic("-", left, right)


def times(left: object, right: object) -> object:
    return _arithmetic("*", left, right)


def divided(left: object, right: object) -> object:
    return _arithmetic("/", left, right)


def _arithmetic(sign: str, left: object, right: object) -> int | float | None:
    a, b = number(left), number(right)
    if a is None or b is None or (sign == "/" and b == 0):
        return None
    try:
        return number(a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b)
    except OverflowError:
        return None


def equal(left: object, right: object) -> bool:
    """Equality, except that a yes/no equals only a yes/no."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def before(left: object, right: object) -> bool:
    """Whether left < right: two numbers or two texts (ISO days compare as text); all else is not ordered."""
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    a, b = number(left), number(right)
    return a is not None and b is not None and a < b


def not_after(left: object, right: object) -> bool:
    """Whether left <= right, for what `before` can order."""
    ordered = (isinstance(left, str) and isinstance(right, str)) or None not in (number(left), number(right))
    return before(left, right) or (ordered and equal(left, right))


def contains(item: object, holder: object) -> bool:
    """Whether the item is in a list, a key of a mapping, or a part of a text."""
    if isinstance(holder, list | tuple):
        return any(equal(item, other) for other in holder)
    if isinstance(holder, str | Mapping):
        return isinstance(item, str) and item in holder
    return False


def count(value: object) -> int:
    """`dem`: how many items a list has; 0 for all else."""
    return len(value) if isinstance(value, list | tuple) else 0


def total(value: object) -> int | float:
    """`tong`: the sum of the numbers in a list; what is no number counts as nothing."""
    result: int | float = 0
    for item in value if isinstance(value, list | tuple) else ():
        grown = _arithmetic("+", result, to_number(item))
        result = result if grown is None else grown
    return result


def to_number(value: object) -> int | float | None:
    """`so`: the number a text stands for, with decimal comma or point; None when it stands for none."""
    if not isinstance(value, str):
        return number(value)
    text = value.strip().replace(",", ".")
    if len(text) > 40 or not text.isascii() or "_" in text:
        return None
    try:
        return number(int(text))
    except ValueError:
        pass
    try:
        return number(float(text))
    except ValueError:
        return None


def empty(value: object) -> bool:
    """`rong`: nothing, blank text, or a list or mapping without entries; 0 and False are answers."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)


def day(value: object) -> str | None:
    """`ngay`: the ISO day of "15/6/2026" or "2026-06-15"; None when it is no day."""
    if not isinstance(value, str) or len(value) > 20:
        return None
    parts = value.strip().split("/")
    text = value.strip() if len(parts) == 1 else "-".join(p.strip().zfill(2) for p in reversed(parts))
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
