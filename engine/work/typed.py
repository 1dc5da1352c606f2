"""One answer as typed or posted becomes a value of its field's type, or a reason why it cannot."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite

from engine.base.text import nfc
from engine.plan.form import FormField
from engine.work.choices import Choices, options_of
from engine.work.months import read_months
from engine.work.words import number_text

MANY = frozenset({"choices", "persons", "initiatives", "file"})
"""Types whose answer is a list of ids."""
ONE_OF = frozenset({"choice", "person", "unit", "initiative"})
"""Types whose answer is one id of a list."""

_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?:ngày\s+)?(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})", re.ASCII | re.IGNORECASE),
)
_SHORT_YEAR = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d{2})", re.ASCII)
_CENTURY = 50
"""A year of two figures below it is of this century; from it on it could be of either, and is asked for in full."""
_COMMAS = re.compile(r"\d{1,3}(,\d{3}){2,}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)
_POINT = re.compile(r"[+-]?\d+\.\d+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CURRENCY = re.compile(r"\s*(đồng|đ|vnđ|vnd|₫)\.?\s*$", re.IGNORECASE)
_MOST_DIGITS = 15
_YES = frozenset({"1", "on", "true", "x", "có"})
_MISSING = {
    "number": "chưa ghi số", "percent": "chưa ghi số", "money": "chưa ghi số tiền", "date": "chưa ghi ngày",
    "month_range": "chưa ghi thời gian", "choice": "chưa chọn",
    "choices": "chưa chọn", "person": "chưa chọn người", "persons": "chưa chọn người", "unit": "chưa chọn đơn vị",
    "initiative": "chưa chọn mô hình", "initiatives": "chưa chọn mô hình", "file": "chưa có tệp",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, or what was typed and what is wrong with it (the end of a sentence)."""

    value: object
    mistake: str | None = None


def clean_text(text: str) -> str:
    """NFC, one kind of line end, no control or direction characters, no space around."""
    return _CONTROL.sub("", nfc(text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def is_blank(value: object) -> bool:
    """Nothing was answered. A mark is an answer either way; False in a row does not make the row filled."""
    return value is None or value is False or (isinstance(value, str | list | tuple) and not value)


def missing(asked: FormField) -> str:
    """The end of the sentence for a required answer that is not there."""
    if asked.as_marks:
        return "chưa đánh dấu ô nào, phải chọn 1"
    return _MISSING.get(asked.type, "chưa điền")


def read_value(asked: FormField, raw: object, choices: Choices) -> Typed:
    """The value of a field that is neither a table nor computed: str, int, float, ISO day, bool, id or list of ids.

    Money is whole đồng; a range of months is kept as "2025-03/2025-11".
    """
    if isinstance(raw, str):
        raw = clean_text(raw)
    if asked.type == "mark":
        return Typed(raw is True or (isinstance(raw, str) and raw.casefold() in _YES))
    if asked.type in MANY:
        return _many(asked, raw, choices)
    if is_blank(raw):
        return Typed(None)
    if asked.type in ONE_OF:
        return _one_of(asked, raw, choices)
    if asked.type in ("number", "percent"):
        return _number(asked, raw)
    if asked.type == "money":
        return _money(asked, raw)
    if not isinstance(raw, str):
        return Typed(raw, "không phải văn bản")
    if asked.type == "month_range":
        months = read_months(raw)
        return Typed(months.kept or raw, months.mistake)
    return _date(raw) if asked.type == "date" else _text(asked, raw)


def _text(asked: FormField, raw: str) -> Typed:
    text = " ".join(raw.split()) if asked.type == "text" else raw
    if len(text) <= asked.max_length:
        return Typed(text)
    return Typed(text, f"dài {number_text(len(text))} ký tự, nhiều nhất {number_text(asked.max_length)}")


def _date(raw: str) -> Typed:
    whole = raw
    if short := _SHORT_YEAR.fullmatch(raw):
        if int(short[2]) >= _CENTURY:
            return Typed(raw, f"viết năm đủ bốn chữ số, không viết tắt {short[2]}")
        whole = f"{short[1]}20{short[2]}"
    found = next((m for pattern in _DATES if (m := pattern.fullmatch(whole))), None)
    if not found:
        return Typed(raw, f'chưa hiểu ngày "{_short(raw)}"; viết ngày/tháng/năm, ví dụ 05/02/2026')
    day, month, year = (int(found[part]) for part in "dmy")
    if not 1900 <= year <= 2100:
        return Typed(raw, f"năm {year} nằm ngoài khoảng 1900 đến 2100")
    if not 1 <= month <= 12:
        return Typed(raw, f"không có tháng {month}")
    try:
        return Typed(date(year, month, day).isoformat())
    except ValueError:
        return Typed(raw, f"tháng {month} năm {year} không có ngày {day}")


def _number(asked: FormField, raw: object) -> Typed:
    value = _figure(raw)
    if value is None:
        typed = str(raw)
        if _POINT.fullmatch(typed):
            return Typed(raw, f"phần thập phân viết sau dấu phẩy: {_short(typed.replace('.', ','))}")
        return Typed(raw, f'"{_short(typed)}" không phải số; viết như 1.234,5')
    if asked.minimum is not None and value < asked.minimum:
        return Typed(value, f"phải từ {number_text(asked.minimum)} trở lên")
    if asked.maximum is not None and value > asked.maximum:
        return Typed(value, f"nhiều nhất {number_text(asked.maximum)}")
    return Typed(value)


def _money(asked: FormField, raw: object) -> Typed:
    """Whole đồng, with or without dots, with or without the unit behind."""
    text = _CURRENCY.sub("", raw) if isinstance(raw, str) else raw
    if isinstance(text, str) and _COMMAS.fullmatch(text):
        text = text.replace(",", "")
    value = _figure(text)
    if value is None or (isinstance(raw, str) and "%" in raw):
        return Typed(raw, f'"{_short(str(raw))}" không phải số tiền; ghi đủ số đồng, ví dụ 1.500.000')
    if not isinstance(value, int):
        return Typed(raw, "số tiền ghi tròn đồng, không có phần lẻ")
    if asked.minimum is None and value < 0:
        return Typed(value, "số tiền phải từ 0 đồng trở lên")
    return _number(asked, value)


def _figure(raw: object) -> int | float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return raw if isfinite(raw) else None
    if not isinstance(raw, str):
        return None
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", raw).removesuffix("%").strip().replace("−", "-")
    if not _NUMBER.fullmatch(text) or sum(c.isdigit() for c in text) > _MOST_DIGITS:
        return None
    value = float(text.replace(".", "").replace(",", "."))
    return int(value) if value.is_integer() else value


def _one_of(asked: FormField, raw: object, choices: Choices) -> Typed:
    given = _ids(raw)
    if len(given) > 1:
        what = f"đánh dấu {len(given)} ô" if asked.as_marks else f"chọn {len(given)}"
        return Typed(given, f"{what}, chỉ được chọn 1")
    if given and given[0] in dict(options_of(asked, choices)):
        return Typed(given[0])
    return Typed(raw, _unknown(asked, str(given[0]) if given else str(raw)))


def _many(asked: FormField, raw: object, choices: Choices) -> Typed:
    given = _ids(raw)
    known = dict(options_of(asked, choices))
    strange = [one for one in given if one not in known]
    if strange:
        return Typed(given, _unknown(asked, strange[0]))
    if asked.type == "file" and len(given) > asked.max_files:
        return Typed(given, f"có {len(given)} tệp, nhiều nhất {asked.max_files}")
    return Typed(given)


def _ids(raw: object) -> list[str]:
    """Each id once, in the order given."""
    given: Iterable[object] = raw if isinstance(raw, list | tuple) else [raw]
    return list(dict.fromkeys(one for one in given if isinstance(one, str) and one))


def _unknown(asked: FormField, given: str) -> str:
    if asked.type == "file":
        return "có tệp không còn trong việc này; tải lên lại"
    return f'không có lựa chọn "{_short(given)}" trong danh sách'


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
