"""A form as the document attaches it: code, title, columns or questions, sections, choices, who confirms it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.document.block import Block, Grid, Line
from engine.document.columns import Column, columns_of_grid, columns_of_lines, is_number_row, is_table_start
from engine.document.form_code import NAMED, FormCode, code_line
from engine.document.marker import read_marker, roman
from engine.document.paragraph import is_capital, is_rule, paragraphs

_CONFIRMED = re.compile(r"(?:T/M|TM\.?|K/T|KT\.)\s+\S.*|Xác nhận của .*|.*\b(?:ký tên|ký,? ?đóng dấu|ký và ghi rõ|"
                        r"ký, ghi rõ).*|LÃNH ĐẠO .*|THỦ TRƯỞNG .*|NGƯỜI LẬP.*|ĐẠI DIỆN .*", re.I)
_HOW = re.compile(r"\(?\s*ký\b.*", re.I)
_HEADER = re.compile(r"(?:ĐƠN VỊ|TÊN ĐƠN VỊ|CƠ QUAN|ĐẢNG [UỦB]|[ỦU][YỶ]? ?BAN|UBND|SỞ|HỘI|PHÒNG|CHI BỘ|MẶT TRẬN|BCH|"
                     r"ĐẢNG CỘNG SẢN|CỘNG HÒA|CỘNG HOÀ|Độc lập|Kính gửi|Số\s*:)|"
                     r"(?i:.*\bngày\b.*\btháng\b.*|\*+$|.*ban hành kèm theo.*|\(?kèm theo .*)")
_TITLE_END = re.compile(r"(?:kính gửi|năm\s*[….\s]+$)", re.I)
_QUESTION = re.compile(r"(?P<label>[^:…]{3,140}?)\s*:?\s*(?:[.…_]{3,}|:\s*[.…_]*$)")
_SECTION = re.compile(r"(?P<n>[IVX]{1,4})\s*[.\-–)]?\s+(?P<name>\S.*)")


@dataclass(frozen=True, slots=True)
class AttachedForm:
    """`kind` "table" has columns (and sections in it), "questions" has fields one below the other."""

    code: FormCode
    title: str
    line: int
    kind: str
    columns: tuple[Column, ...] = ()
    questions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    how: str | None = None
    column_count: int = 0
    """What the row of column numbers says; 0 without one."""
    written: str = ""
    """The code as the annex itself writes it."""

    @property
    def label(self) -> str:
        """Code and title, to tell two forms of one code apart."""
        return f"{self.shown} “{self.title}”" if self.title else self.shown

    @property
    def shown(self) -> str:
        """The code as people know it from the document."""
        return self.written or self.code.name


def attached_form(blocks: Sequence[Block]) -> AttachedForm | None:
    """The form of one annex; None when it does not begin with a code."""
    first = blocks[0]
    found = code_line(first.text) if isinstance(first, Line) else None
    if found is None:
        return None
    code, behind = found
    named = NAMED.search(first.text) if isinstance(first, Line) else None
    written = " ".join(named[0].split()) if named else ""
    start = _table_start(blocks)
    title = behind or _title(blocks[1:start if start is not None else 12])
    by, how = _confirmation(blocks)
    if start is None:
        return AttachedForm(code, title, first.number, "questions", questions=_questions(blocks[1:]), confirmed_by=by,
                            how=how, written=written)
    body = blocks[start:]
    head = body[0]
    lines = [] if isinstance(head, Grid) else _header_lines(body)
    columns = columns_of_grid(head) if isinstance(head, Grid) else columns_of_lines(lines)
    counted = len(lines[-1].split()) if lines and is_number_row(lines[-1]) else 0
    return AttachedForm(code, title, first.number, "table", columns, sections=_sections(body), confirmed_by=by, how=how,
                        column_count=counted, written=written)


def _table_start(blocks: Sequence[Block]) -> int | None:
    """Where the table begins: its order column, or the rule over it when the header's upper row came out first."""
    rule = None
    for n, block in enumerate(blocks):
        if isinstance(block, Grid):
            return n
        if is_table_start(block.text):
            return rule + 1 if rule is not None else n
        if is_rule(block.text.strip()) and block.text.strip():
            rule = n
    return None


def _title(blocks: Sequence[Block]) -> str:
    lines: list[str] = []
    for block in blocks:
        text = " ".join(block.text.split()) if isinstance(block, Line) else ""
        if is_rule(text) or read_marker(text):
            if lines:
                break
            continue
        if not text or _HEADER.match(text):
            if lines and _TITLE_END.match(text):
                break
            continue
        if lines and _QUESTION.fullmatch(text):
            break
        lines.append(text)
        if _TITLE_END.match(text):
            break
    return re.sub(r"[\s.:…]+(?:năm)?[\s.:…]*$", "", " ".join(lines[:5]), flags=re.I)


def _header_lines(body: Sequence[Block]) -> list[str]:
    """The lines of the header: until the row of column numbers, else until the first row."""
    lines: list[str] = []
    for n, block in enumerate(body):
        text = " ".join(block.text.split()) if isinstance(block, Line) else ""
        if is_number_row(text):
            return [*lines, text]
        if n and (re.fullmatch(r"1\.?", text) or _SECTION.match(text) and lines):
            break
        if text:
            lines.append(text)
        if len(lines) > 120:
            break
    return lines


def _sections(body: Sequence[Block]) -> tuple[str, ...]:
    """The headings I, II, … of the groups of rows, each once, in order."""
    texts = list(_row_texts(body))
    found: list[str] = []
    for n, text in enumerate(texts):
        match = _SECTION.fullmatch(text)
        name = match["name"] if match else ""
        if roman(text) and n + 1 < len(texts):
            match, name = re.match(r"(?P<n>[IVX]+)", text), texts[n + 1]
        if match and name and roman(match["n"]) == len(found) + 1:
            after = n + (2 if roman(text) else 1)
            if after < len(texts) and texts[after][:1].islower() and not re.search("[:.…]", name):
                name = f"{name} {texts[after]}"
            found.append(re.sub(r"\s*[:.…].*$", "", name).strip())
    return tuple(found)


def _row_texts(body: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    for block in body:
        if isinstance(block, Line):
            texts.append(" ".join(block.text.split()))
        else:
            texts += [" ".join(dict.fromkeys(cell for cell in row if cell)) for row in block.rows[block.header_rows:]]
    return [text for text in texts if text]


def _confirmation(blocks: Sequence[Block]) -> tuple[tuple[str, ...], str | None]:
    who: list[str] = []
    how, before = None, ""
    for block in blocks:
        text = " ".join(block.text.split()) if isinstance(block, Line) else ""
        if _HOW.fullmatch(text):
            how = text.strip("() ")
            who += [before] if is_capital(before) and not _CONFIRMED.fullmatch(before) else []
        elif text and _CONFIRMED.fullmatch(text) and len(text) < 70:
            who.append(re.sub(r"^Xác nhận của\s+", "", text, flags=re.I))
        before = text or before
    return tuple(dict.fromkeys(who)), how


def _questions(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What a form of running text asks: the labels before dots, and the numbered or dashed headings."""
    found: list[str] = []
    for paragraph in paragraphs(block for block in blocks if isinstance(block, Line)):
        said = paragraph.text
        if not said or _HEADER.match(said) or _CONFIRMED.fullmatch(said):
            continue
        match = _QUESTION.match(said)
        if match:
            found.append(match["label"].strip(" -+:"))
        elif paragraph.marker:
            found.append(re.split(r"[:;(]", said)[0][:140].strip(" .…"))
    return tuple(dict.fromkeys(found))[:60]
