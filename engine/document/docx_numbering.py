"""The automatic numbers of a DOCX, counted as Word counts them: level texts such as "%1.%2." filled in."""

import re
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_BULLET = "-"
_MAX_LEVEL = 8


class Numbering:
    """The definitions of numbering.xml and the counters of this document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._styles = dict(_style_numbers(styles)) if styles is not None else {}
        if numbering is not None:
            self._define(numbering)

    def _define(self, root: etree._Element) -> None:
        for abstract in root.iterfind(f"{W}abstractNum"):
            self._levels[_value(abstract, "abstractNumId")] = dict(_levels(abstract))
        for number in root.iterfind(f"{W}num"):
            reference = number.find(f"{W}abstractNumId")
            if reference is None:
                continue
            name = _value(number, "numId")
            self._abstract[name] = _value(reference, "val")
            for override in number.iterfind(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts[name, _whole(_value(override, "ilvl"), 0)] = _whole(_value(start, "val"), 1)

    def label(self, paragraph: etree._Element) -> str:
        """The number Word would print before the paragraph; "" when there is none."""
        found = self._of(paragraph)
        if found is None:
            return ""
        number, level = found
        levels = self._levels.get(self._abstract.get(number, ""), {})
        if level not in levels:
            return ""
        form, text, start = levels[level]
        if form == "bullet":
            return "+" if text.strip() == "+" else _BULLET
        if form == "none":
            return ""
        counters = self._counters.setdefault(number, {})
        counters[level] = counters.get(level, self._starts.get((number, level), start) - 1) + 1
        for deeper in [n for n in counters if n > level]:
            del counters[deeper]
        return re.sub(r"%([1-9])", lambda m: self._shown(levels, counters, int(m[1]) - 1), text)

    def _shown(self, levels: dict[int, tuple[str, str, int]], counters: dict[int, int], level: int) -> str:
        form, _, start = levels.get(level, ("decimal", "", 1))
        return written(counters.get(level, start), form)

    def _of(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = _number_of(properties)
        if own is not None:
            return own if own[0] != "0" else None
        style = properties.find(f"{W}pStyle")
        return self._styles.get(_value(style, "val")) if style is not None else None


def written(number: int, form: str) -> str:
    """A counter in one of Word's number formats."""
    if form in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text if form == "upperRoman" else text.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = _ALPHABET[(number - 1) % 26]
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1,
                                                                                                                   "I")):
        while number >= value and len(text) < 12:
            text, number = text + sign, number - value
    return text


def _levels(abstract: etree._Element) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for level in abstract.iterfind(f"{W}lvl"):
        form, text, start = (level.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start"))
        yield min(_whole(_value(level, "ilvl"), 0), _MAX_LEVEL), (
            _value(form, "val") or "decimal", _value(text, "val"), _whole(_value(start, "val"), 1))


def _style_numbers(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    """Styles that carry a number; a style without one takes that of the style it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style"):
        name = _value(style, "styleId")
        properties, parent = style.find(f"{W}pPr"), style.find(f"{W}basedOn")
        number = _number_of(properties) if properties is not None else None
        if number is not None:
            own[name] = number
        if parent is not None:
            based[name] = _value(parent, "val")
    for name in {*own, *based}:
        at, seen = name, {name}
        while at not in own and at in based and based[at] not in seen:
            at = based[at]
            seen.add(at)
        if at in own and own[at][0] != "0":
            yield name, own[at]


def _number_of(properties: etree._Element) -> tuple[str, int] | None:
    number = properties.find(f"{W}numPr")
    reference = number.find(f"{W}numId") if number is not None else None
    if number is None or reference is None:
        return None
    level = number.find(f"{W}ilvl")
    return _value(reference, "val"), _whole(_value(level, "val"), 0)


def _value(element: etree._Element | None, name: str) -> str:
    return (element.get(f"{W}{name}") or "") if element is not None else ""


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else default
