"""Days, figures and labels as Vietnamese offices write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from engine.base.clock import VIETNAM

_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LONG = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def weekday_short(day: date) -> str:
    """T2 … T7, CN."""
    return _SHORT[day.weekday()]


def weekday_long(day: date) -> str:
    """thứ Hai … Chủ nhật."""
    return _LONG[day.weekday()]


def day_month(day: date) -> str:
    """04/02"""
    return f"{day:%d/%m}"


def day_text(day: date) -> str:
    """04/02/2026"""
    return f"{day:%d/%m}/{day.year:04d}"


def day_in_sentence(day: date) -> str:
    """thứ Tư 04/02/2026"""
    return f"{weekday_long(day)} {day_text(day)}"


def time_text(moment: datetime) -> str:
    """09:41, in Viet Nam."""
    return f"{moment.astimezone(VIETNAM):%H:%M}"


def rounded(value: float | Decimal, places: int = 1) -> Decimal:
    """Half up, as offices round.

    >>> rounded(72.25)
    Decimal('72.3')
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def number_text(value: float | Decimal) -> str:
    """Dots between thousands, a comma before decimals; no zeros at the end.

    >>> number_text(1234.5), number_text(70), number_text(-0.25)
    ('1.234,5', '70', '-0,25')
    """
    plain = f"{Decimal(str(value)):,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))


def size_text(size: int) -> str:
    """Of a file, from its bytes.

    >>> size_text(319_488), size_text(1_468_006), size_text(70), size_text(0)
    ('312 KB', '1,4 MB', '1 KB', '0 KB')
    """
    if size < 1024 * 1024:
        return f"{number_text(rounded(max(size, 1024 if size else 0) / 1024, 0))} KB"
    return f"{number_text(rounded(size / 1024 / 1024))} MB"


def roman(number: int) -> str:
    """Number of a section.

    >>> [roman(n) for n in (1, 4, 9, 14)]
    ['I', 'IV', 'IX', 'XIV']
    """
    text = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def lower_first(text: str) -> str:
    """As it stands within a sentence; an abbreviation keeps its capitals.

    >>> lower_first("Kết quả cần đạt"), lower_first("UBND phường"), lower_first("Đơn vị")
    ('kết quả cần đạt', 'UBND phường', 'đơn vị')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """As it opens a sentence."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital and one full stop."""
    return upper_first(text.strip().rstrip(".")) + "."
