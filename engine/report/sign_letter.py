"""The sheet that is printed to be signed as a letter: in the layout of its issuer, what is filled by hand left open."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from engine.document.letter import Grid, Letter, Paragraph, Piece, Signature, says
from engine.report.signature_shown import SignSheet
from engine.work.control import Question
from engine.work.question import FormView
from engine.work.sheet import RowView, TableView

_GAP = "………"


def sign_letter(sheet: SignSheet, today: date) -> Letter:
    """All forms that are signed together; the number, the place and the day are open until the copy is on record."""
    first, party = sheet.forms[0], sheet.style == "party"
    signed = sheet.copy.signed if sheet.copy else None
    number = signed.number if signed else _GAP
    body = [says(f"Kính gửi: {sheet.receiver}")] if sheet.receiver else []
    day = signed.signed_on if signed else None
    month = "" if day is None else f"{day.month:02d}" if day.month <= 2 else str(day.month)
    when = f"ngày {day.day:02d} tháng {month} năm {day.year}" if day else f"ngày …… tháng …… năm {today.year}"
    kept = "Lưu" if party else "Lưu: VT"
    return Letter(
        sheet.style, sheet.above, sheet.unit_name, f"Số {number}" if party else f"Số: {number}", f"{_GAP}, {when}",
        first.name.upper(), tuple(filter(None, (first.code,))),
        (*body, *(part for form in sheet.forms for part in _form(form, form is not first))),
        (_signature(sheet, first),), (*(("Như trên",) if sheet.receiver else ()), kept),
        any(form.paper == "landscape" for form in sheet.forms))


def _signature(sheet: SignSheet, first: FormView) -> Signature:
    """Who signs: as it was recorded, else as the plan says it."""
    signed = sheet.copy.signed if sheet.copy else None
    how = f"({first.confirmation.how})" if first.confirmation else ""
    if signed is None:
        return Signature(first.confirmation.by.upper() if first.confirmation else "", "", how)
    capacity = sheet.capacities.get(signed.capacity, "")
    return Signature(f"{capacity} {signed.title.upper()}".strip(), signed.signer, how)


def _form(form: FormView, titled: bool) -> Iterator[Paragraph | Grid]:
    if titled:
        yield _heading(form.name)
    for item in form.items:
        if isinstance(item, TableView):
            if item.visible:
                yield from _table(item, len(form.items) > 1)
        elif item.visible and item.type != "file":
            yield Paragraph((Piece(f"{item.spec.label}: ", bold=True), Piece(_said(item) or "—")))


def _heading(text: str) -> Paragraph:
    return Paragraph((Piece(text),), heading=True)


def _said(one: Question) -> str:
    if one.type == "mark" and one.option is None and not one.text:
        return "không"
    return one.text


def _table(table: TableView, titled: bool) -> Iterator[Paragraph | Grid]:
    """The columns of the official form side by side; what it has no column for stands under the row's first words."""
    if titled:
        yield _heading(table.label)
    columns = tuple(takewhile(lambda column: not column.spec.off_form, table.columns))
    kept = [n for n, column in enumerate(columns) if column.spec.type != "file"]
    rows: list[tuple[str, ...]] = []
    for section in table.sections:
        if section.heading:
            rows.append((section.numeral, section.heading, *[""] * (len(kept) - 1)))
        rows += [_row(row, kept, len(columns)) for row in section.rows]
    if table.totals:
        rows.append(("", *(table.totals[n] for n in kept)))
    if kept and rows:
        yield Grid(("Stt", *(columns[n].label for n in kept)), tuple(rows))
    for note in table.footnotes:
        yield says(note)


def _row(row: RowView, kept: list[int], official: int) -> tuple[str, ...]:
    under = [f"{one.spec.label}: {one.text}" for one in row.cells[official:]
             if one.visible and one.text and one.type != "file"]
    cells = [row.cells[n].text if row.cells[n].visible else "" for n in kept]
    cells[0] = "\n".join((cells[0], *under))
    return (str(row.number), *cells)
