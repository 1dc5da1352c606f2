"""A cell as people fill it in Excel or Word, read for its field: x in a box, a choice by its name, figures, days."""

import re
from dataclasses import dataclass

from engine.base.text import did_you_mean, fold
from engine.plan.form import FormField
from engine.work.choices import Choices, Listed, options_of
from engine.work.typed import MANY, ONE_OF, clean_text, read_value

_YES = frozenset({"x", "×", "х", "✓", "✔", "v", "co", "1", "dung", "true"})
_NO = frozenset({"", "khong", "k", "0", "–", "—", "false"})
_LABELLED = re.compile(r"^\s*(?:[ivx]{1,5}|\d{1,2}|[-+•–])\s*[.):]?\s+", re.IGNORECASE)
_ENGLISH_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?", re.ASCII)
_ENGLISH_POINT = re.compile(r"[+-]?\d+\.(\d{1,2}|\d{4,})", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d{2})", re.ASCII)
_MIDNIGHT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ T]00:00(:00)?", re.ASCII)
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """What goes into the answers, and the end of a sentence when it is not what the field takes.

    Without a problem the value is one the field takes. With one it is the text as given where people type, else None.
    """

    value: object
    problem: str | None = None


def understand(asked: FormField, text: str, choices: Choices) -> Understood:
    """The cell of a field that is neither a table, computed nor a file; an empty cell is no answer."""
    text = clean_text(text)
    if asked.type == "mark":
        marked = is_marked(text)
        return Understood(bool(marked), None if marked is not None else _no_mark(text))
    if not text:
        return Understood(None)
    if asked.type in MANY:
        return _several(asked, text, choices)
    if asked.type in ONE_OF:
        return _one(asked, text, choices)
    typed = read_value(asked, _as_typed(asked, text), choices)
    return Understood(text if typed.mistake else typed.value, typed.mistake)


def is_marked(text: str) -> bool | None:
    """Whether the box of that content is ticked; None when it is neither a mark nor empty.

    >>> [is_marked(text) for text in ("x", "X", "×", "có", "", "không", "-", "chưa rõ")]
    [True, True, True, True, False, False, False, None]
    """
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else None


def _no_mark(text: str) -> str:
    return f'chưa hiểu "{_short(text)}"; đánh dấu bằng x, bỏ trống nếu không'


def chosen_box(text: str) -> Understood:
    """One box of a choice drawn as columns."""
    marked = is_marked(text)
    return Understood(bool(marked), None if marked is not None else _no_mark(text))


def option_named(text: str, listed: Listed, headings: dict[str, str] | None = None) -> str | None:
    """The option that the text names, whatever its tone marks, numbering and case; else the only one it begins.

    >>> fields = (("kinh-te", "Kinh tế"), ("van-hoa", "Văn hóa - xã hội"))
    >>> option_named("I. KINH TE", fields), option_named("van hoá", fields), option_named("khác", fields)
    ('kinh-te', 'van-hoa', None)
    """
    names = {key: {fold(key), fold(label), fold((headings or {}).get(key, label))} for key, label in listed}
    for wanted in dict.fromkeys((fold(text), fold(_LABELLED.sub("", text)))):
        found = [key for key, known in names.items() if wanted in known]
        if not found and len(wanted) >= _SHORTEST_PART:
            found = [key for key, known in names.items() if any(name.startswith(f"{wanted} ") for name in known)]
        if len(found) == 1:
            return found[0]
    return None


def _one(asked: FormField, text: str, choices: Choices) -> Understood:
    listed = options_of(asked, choices)
    found = option_named(text, listed, dict(choices.headings))
    if found is not None:
        return Understood(found)
    labels = [label for _, label in listed]
    same = sum(fold(label) == fold(text) for label in labels)
    if same > 1:
        return Understood(None, f'có {same} lựa chọn cùng tên "{_short(text)}"; chọn trong ô')
    return Understood(None, f'không có lựa chọn "{_short(text)}" trong danh sách{did_you_mean(text, labels)}')


def _several(asked: FormField, text: str, choices: Choices) -> Understood:
    listed = options_of(asked, choices)
    whole = option_named(text, listed)
    if whole is not None:
        return Understood([whole])
    parts = [part.strip() for part in re.split(r"[;\n]", text)]
    if len(parts) == 1:
        parts = [part.strip() for part in text.split(",")]
    found = {part: option_named(part, listed) for part in parts if part}
    known = [key for key in found.values() if key is not None]
    strange = next((part for part, key in found.items() if key is None), None)
    labels = [label for _, label in listed]
    return Understood(list(dict.fromkeys(known)), None if strange is None else (
        f'không có lựa chọn "{_short(strange)}" trong danh sách{did_you_mean(strange, labels)}'))


def _as_typed(asked: FormField, text: str) -> str:
    """Figures and days as other settings of Excel show them, written as kheo takes them."""
    if asked.type in ("number", "percent", "money"):
        if _ENGLISH_THOUSANDS.fullmatch(text):
            return text.replace(",", "").replace(".", ",")
        return text.replace(".", ",") if _ENGLISH_POINT.fullmatch(text) and asked.type != "money" else text
    if asked.type == "date":
        if found := _SHORT_YEAR.fullmatch(text):
            return f"{found[1]}20{found[2]}"
        if found := _MIDNIGHT.fullmatch(text):
            return found[1]
    return text


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
