"""What somebody sent again differs from what was sent before: place by place, in the words of the forms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.work.control import Question, anchor
from engine.work.question import FormView
from engine.work.sheet import TableView


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that was changed. `place` as in AskedChange; `new`, `gone`: a whole row.

    `anchor` is the place's id in the page that shows what was sent again; empty for what it does not show.
    """

    place: str
    anchor: str
    speaks: str
    before: str
    after: str
    new: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What a reader sees at a place. `row`: a whole row, by what identifies it."""

    speaks: str
    text: str
    row: bool = False


def differences(before: Iterable[FormView], after: Iterable[FormView]) -> tuple[Difference, ...]:
    """In the order of the forms, what is gone last. Of a row that is new, or gone, the row alone is told."""
    was, now = dict(_places(before)), dict(_places(after))
    new, lost = now.keys() - was.keys(), was.keys() - now.keys()
    found = [Difference(place, anchor(f"f.{place}"), said.speaks, _text(was, place), said.text, said.row)
             for place, said in now.items()
             if (place in new if said.row else _row_of(place) not in new and said.text != _text(was, place))]
    gone = [Difference(place, "", said.speaks, said.text, "", gone=said.row)
            for place, said in was.items() if place in lost and _row_of(place) not in lost]
    return (*found, *gone)


def _row_of(place: str) -> str:
    """The place of the row in which a cell stands; empty for what is no cell."""
    return place.rpartition(".")[0] if place.count(".") == 3 else ""


def _text(there: dict[str, _Said], place: str) -> str:
    return there[place].text if place in there else ""


def _places(forms: Iterable[FormView]) -> Iterator[tuple[str, _Said]]:
    """Place -> what is read there, rows before their cells."""
    for form in forms:
        for item in form.items:
            if isinstance(item, TableView):
                yield from _rows(form.id, item)
            else:
                yield item.name.removeprefix("f."), _Said(item.label, item.text)


def _rows(form: str, table: TableView) -> Iterator[tuple[str, _Said]]:
    for section in table.sections:
        for row in section.rows:
            yield f"{form}.{table.spec.id}.{row.id}", _Said(f"Dòng {row.number}", row.gist, row=True)
            told: dict[str, _Said] = {}
            for cell in (*((row.group,) if row.group else ()), *row.cells):
                place, said = cell.name.removeprefix("f."), _cell(cell)
                before = told.get(place)
                told[place] = replace(said, text=before.text or said.text) if before else said
            yield from told.items()


def _cell(cell: Question) -> _Said:
    """A choice drawn as columns reads as the name of the box that is marked."""
    if cell.option is None:
        return _Said(cell.speaks, cell.text)
    return _Said(cell.speaks.rpartition(": ")[0], cell.option.label if cell.option.chosen else "")
