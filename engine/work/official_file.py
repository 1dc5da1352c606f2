"""A filled official form, as rows of cells, is read into the form: tables by their headers, plain fields by label."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.plan.form import Form, FormField
from engine.work.choices import Choices
from engine.work.clipboard import Lines
from engine.work.fields import fields_at
from engine.work.head_search import Head, find_head, is_numbering, key_of
from engine.work.official_rows import rows_of_file
from engine.work.pasted import cell
from engine.work.taken import Into, Remark, Taken
from engine.work.understood import understand

Pages = tuple[Lines, ...]
"""The sheets of a workbook; of a text document its tables, and the lines between them as rows of one cell."""
_DOTS = re.compile(r"[.…_]{3,}")
_ASIDE = frozenset({"table", "computed", "file"})
_HEAD_WITHIN = 120


class OtherForm(Exception):
    """The file has neither the headers of the form's tables nor its questions, or nothing in them; a whole sentence."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What the file says: plain answers, tables as they would stand, what was not read and why."""

    plain: Mapping[str, object]
    tables: Mapping[str, Taken]
    remarks: tuple[Remark, ...]


def read_filled(form: Form, step: str, pages: Pages, choices: Choices, into: Callable[[FormField], Into]) -> FileRead:
    """Raises OtherForm. A question that the file leaves empty keeps its answer; a table is as the file has it."""
    asked = fields_at(form, step)
    remarks: list[Remark] = []
    tables: dict[str, Taken] = {}
    claimed: dict[int, list[Head]] = {}
    for table in (f for f in asked if f.type == "table" and not f.read_only):
        target = into(table)
        found = _place_of(target, pages, claimed)
        if found is None:
            remarks.append(Remark("không thấy bảng này trong tệp; giữ nguyên", at=table.id, label=table.label))
            continue
        page, head = found
        claimed.setdefault(page, []).append(head)
        tables[table.id] = rows_of_file(target, pages[page], head, _end(pages[page], head))
    plain = _plain(tuple(f for f in asked if f.type not in _ASIDE), pages, claimed, choices, remarks)
    if not plain and not any(taken.rows for taken in tables.values()):
        raise _nothing_read(form, bool(tables) or any(True for _ in _labelled(pages, claimed, _labels(asked))))
    return FileRead(plain, tables, tuple(remarks))


def _nothing_read(form: Form, fits: bool) -> OtherForm:
    if fits:
        return OtherForm(f"Tệp này đúng biểu “{form.name}” nhưng chưa điền gì; điền rồi tải lên.")
    return OtherForm(f"Tệp này không có đầu cột hay mục nào của biểu “{form.name}”; hãy kiểm tra xem có nhầm biểu, "
                     "hoặc tải biểu mẫu về rồi điền vào đó.")


def _place_of(into: Into, pages: Pages, claimed: Mapping[int, list[Head]]) -> tuple[int, Head] | None:
    """The page and header that fit the table best; of two alike the one under the table's name, else the first."""
    official = {c.spec.id for c in into.columns if not c.spec.off_form} or {c.spec.id for c in into.columns}
    best: tuple[int, int, Head] | None = None
    for number, page in enumerate(pages):
        start = max((head.body for head in claimed.get(number, ())), default=0)
        head = find_head(page[start:], into.columns, _HEAD_WITHIN, least=max(1, (len(official) + 1) // 2))
        if head is None:
            continue
        head = Head(head.columns, head.order, head.ident, head.top + start, head.body + start, head.score)
        score = head.score + 5 * _under_its_name(into.table, page, head)
        if best is None or score > best[0]:
            best = (score, number, head)
    return best[1:] if best else None


def _under_its_name(table: FormField, page: Lines, head: Head) -> bool:
    return any(key_of(text) == key_of(table.label) for line in page[max(0, head.top - 3):head.top] for text in line)


def _end(page: Lines, head: Head) -> int:
    """Where the rows of the table end at the latest: where its headings stand again, else with the page."""
    last = page[head.body - 1]
    leaf = page[head.body - 2] if is_numbering(last) and head.body > 1 else last
    again = (n for n in range(head.body, len(page)) if all(cell(page[n], at) == cell(leaf, at) for at in head.columns))
    return next(again, len(page))


def _plain(asked: tuple[FormField, ...], pages: Pages, claimed: Mapping[int, list[Head]], choices: Choices,
           remarks: list[Remark]) -> dict[str, object]:
    """Answers to the plain questions that stand outside the tables, each label once, in the order of the form."""
    open_fields = list(asked)
    found: dict[str, object] = {}
    for label, text in _labelled(pages, claimed, _labels(asked)):
        field = next((f for f in open_fields if key_of(f.label) == label), None)
        if field is None:
            continue
        open_fields.remove(field)
        text = _DOTS.sub("", text).strip()
        if field.read_only or not text:
            continue
        read = understand(field, text, choices)
        if read.value is not None:
            found[field.id] = read.value
        if read.problem:
            remarks.append(Remark(read.problem, at=field.id, label=field.label))
    absent = [f.label for f in open_fields if not f.read_only]
    if absent:
        remarks.append(Remark("không thấy trong tệp, giữ nguyên", label="; ".join(absent)))
    return found


def _labels(asked: tuple[FormField, ...]) -> frozenset[str]:
    return frozenset(key_of(f.label) for f in asked if f.type not in _ASIDE)


def _labelled(pages: Pages, claimed: Mapping[int, list[Head]], known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each known label as key_of() has it, with what stands beside it, or behind its colon."""
    for number, page in enumerate(pages):
        top = min((head.top for head in claimed.get(number, ())), default=len(page))
        for line in page[:top] if number in claimed else page:
            cells = [text for text in dict.fromkeys(line) if text]
            if cells and key_of(cells[0]) in known:
                yield key_of(cells[0]), cells[1] if len(cells) > 1 else ""
            elif cells and (told := cells[0].partition(":"))[1] and key_of(told[0]) in known:
                yield key_of(told[0]), told[2].strip()
