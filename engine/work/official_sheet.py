"""A form laid out as the official one for Excel: plain fields, header rows, sections, rows, with what is in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.plan.form import Form, FormField
from engine.work.choices import Choices, options_of
from engine.work.control import Question
from engine.work.head_search import IDENT
from engine.work.header import ColumnView
from engine.work.months import JOINT, ends_of
from engine.work.question import FormView
from engine.work.sheet import RowView, TableView
from engine.work.typed import MANY, ONE_OF

_SPARE = 3
_WIDTHS = {"mark": 9.0, "number": 12.0, "percent": 12.0, "computed": 12.0, "money": 16.0, "date": 13.0,
           "month_range": 18.0, "long_text": 46.0}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell: its value and the kind of cell it is (xlsx_written has the kinds)."""

    value: str | int | float = ""
    style: str = "cell"


@dataclass(slots=True)
class Page:
    """One sheet, grown from the top. Places count from 0; `picks`: column -> (first row, last row, texts)."""

    name: str
    width: int
    widths: tuple[float, ...]
    rows: list[tuple[Drawn, ...]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    picks: list[tuple[int, int, int, tuple[str, ...]]] = field(default_factory=list)
    hidden: int | None = None

    def line(self, *cells: Drawn) -> None:
        self.rows.append(cells)

    def across(self, text: str, style: str) -> None:
        """One text over the whole width."""
        self.merges.append((len(self.rows), 0, len(self.rows), self.width - 1))
        self.line(Drawn(text, style), *(Drawn("", style) for _ in range(self.width - 1)))


def official_pages(form: Form, view: FormView, choices: Choices) -> tuple[Page, ...]:
    """The first sheet has title, plain fields and the first table; each further table has a sheet of its own."""
    tables = [item for item in view.items if isinstance(item, TableView)]
    pages = [_page(table.label, table) for table in tables] or [Page(form.name, 4, (22.0, 22.0, 22.0, 22.0))]
    for n, page in enumerate(pages):
        table = tables[n] if tables else None
        page.across(f"{form.code}. {form.name}" if form.code else form.name, "title")
        if n == 0:
            for item in view.items:
                if isinstance(item, Question) and item.type != "file":
                    _plain(page, item, choices)
        page.line()
        if table is not None:
            _table(page, table, choices)
            page.line()
            for number, note in enumerate(table.footnotes, 1):
                page.across(f"({number}) {note}", "plain")
    if form.confirmation:
        pages[-1].line()
        pages[-1].across(f"XÁC NHẬN CỦA {form.confirmation.by.upper()} ({form.confirmation.how})", "plain")
    return tuple(pages)


def _page(name: str, table: TableView) -> Page:
    widths = (6.0, *(_WIDTHS.get("mark" if c.option else c.spec.type, 24.0) for c in table.columns), 10.0)
    return Page(name, max(4, len(widths) - 1), widths)


def _plain(page: Page, item: Question, choices: Choices) -> None:
    """Label on the left third, answer on the rest."""
    at, split = len(page.rows), max(2, page.width // 3)
    page.merges += [(at, 0, at, split - 1), (at, split, at, page.width - 1)]
    value = Drawn(written(item), "told" if item.read_only else "cell")
    page.line(Drawn(item.label, "label"), *(Drawn("", "label") for _ in range(split - 1)), value,
              *(Drawn("", value.style) for _ in range(page.width - split - 1)))
    _choose(page, item.spec, (split, at, at), choices)


def _choose(page: Page, spec: FormField, cells: tuple[int, int, int], choices: Choices) -> None:
    labels = tuple(label for _, label in options_of(spec, choices)) if spec.type in ONE_OF else ()
    if labels and not spec.read_only and cells[1] <= cells[2]:
        page.picks.append((*cells, labels))


def _table(page: Page, table: TableView, choices: Choices) -> None:
    _head(page, table)
    first = len(page.rows)
    number = 0
    for section in table.sections:
        if section.heading:
            page.across(f"{section.numeral}. {section.heading}" if section.numeral else section.heading, "section")
        for row in section.rows:
            number += 1
            page.line(Drawn(number, "mark"), *_cells(row, table), Drawn(row.id, "plain"))
        if section.add is not None:
            for _ in range(_SPARE):
                number += 1
                page.line(Drawn(number, "mark"), *(Drawn("", _style(c)) for c in table.columns), Drawn("", "plain"))
    for n, column in enumerate(table.columns, 1):
        if column.option is None:
            _choose(page, column.spec, (n, first, len(page.rows) - 1), choices)
    page.hidden = 1 + len(table.columns)


def _head(page: Page, table: TableView) -> None:
    """The merged header rows, the row of column numbers."""
    deep, at = len(table.header), len(page.rows)
    above: list[Drawn] = [Drawn("Stt", "head")]
    below: list[Drawn] = [Drawn("", "head")]
    if deep > 1:
        page.merges.append((at, 0, at + 1, 0))
    for cell in table.header[0] if table.header else ():
        place = len(above)
        text = cell.text or table.columns[place - 1].spec.label
        above += [Drawn(_headed(text, cell.small if cell.columns == 1 else None), "head"),
                  *(Drawn("", "head") for _ in range(cell.columns - 1))]
        if cell.columns > 1 or (deep > 1 and cell.rows > 1):
            page.merges.append((at, place, at + cell.rows - 1, place + cell.columns - 1))
        under = table.columns[place - 1:place - 1 + cell.columns]
        below += [Drawn("" if cell.rows > 1 else _headed(c.label, None if c.option else c.spec.help), "head")
                  for c in under]
    page.line(*above, Drawn(IDENT, "plain"))
    if deep > 1:
        page.line(*below, Drawn(IDENT, "plain"))
    page.line(Drawn(1, "number"), *(Drawn(c.number, "number") for c in table.columns))


def _headed(text: str, small: str | None) -> str:
    return f"{text}\n({small})" if small else text


def _cells(row: RowView, table: TableView) -> Iterator[Drawn]:
    for asked, column in zip(row.cells, table.columns, strict=True):
        if column.option is not None:
            yield Drawn("x" if asked.checked else "", "mark")
        else:
            yield Drawn(written(asked), "told" if asked.read_only else _style(column))


def _style(column: ColumnView) -> str:
    return "mark" if column.option or column.spec.type == "mark" else "told" if column.spec.read_only else "cell"


def written(asked: Question) -> str | int | float:
    """What stands in the cell, so that understood.understand() reads the same answer out of it."""
    if asked.type == "mark":
        return "x" if asked.checked else ""
    if asked.type == "month_range" and asked.value:
        return JOINT.join(ends_of(asked.value)) if "/" in asked.value else asked.value
    if asked.type in ONE_OF | MANY:
        return "; ".join(option.label for option in asked.options if option.chosen)
    return asked.figure if asked.figure is not None else asked.value
