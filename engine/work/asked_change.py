"""What a return asks to be changed, place by place: which places sent forms have, what was changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.plan.form import Form
from engine.work.context import Answers
from engine.work.control import anchor
from engine.work.draft_places import flat, is_row, same
from engine.work.form import FieldError
from engine.work.question import FormView
from engine.work.sheet import TableView

MOST = 50
LONGEST = 500
_MOST_CELLS = 400
"""Of forms with more cells the rows alone can be chosen."""


@dataclass(frozen=True, slots=True)
class AskedChange:
    """`place` is "form.field", "form.table.row" or "form.table.row.column"; `words` may be empty."""

    place: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as people know it. `anchor` is its id in the page."""

    place: str
    speaks: str

    @property
    def anchor(self) -> str:
        return anchor(f"f.{self.place}")


@dataclass(frozen=True, slots=True)
class SpotGroup:
    """The plain fields of a form, or a row of one of its tables with its cells."""

    name: str
    spots: tuple[Spot, ...]


def spots_of(forms: Iterable[FormView]) -> tuple[SpotGroup, ...]:
    """Every place of the forms, in their order."""
    forms = tuple(forms)
    tables = [item for form in forms for item in form.items if isinstance(item, TableView)]
    cells = sum(len(row.cells) for table in tables for section in table.sections for row in section.rows)
    return tuple(group for form in forms for group in _groups(form, cells <= _MOST_CELLS) if group.spots)


def _groups(form: FormView, with_cells: bool) -> Iterator[SpotGroup]:
    plain = (item for item in form.items if not isinstance(item, TableView))
    yield SpotGroup(form.name, tuple(Spot(item.name.removeprefix("f."), item.label) for item in plain))
    for item in form.items:
        for section in item.sections if isinstance(item, TableView) else ():
            for row in section.rows:
                said = f"Dòng {row.number}"
                cells = {cell.name: cell for cell in row.cells} if with_cells else {}
                spots = (Spot(f"{form.id}.{item.spec.id}.{row.id}", said),
                         *(Spot(name.removeprefix("f."), _said(cell.speaks, cell.option is not None))
                           for name, cell in cells.items()))
                yield SpotGroup(f"{said}: {row.gist.split(' · ')[0]}" if row.gist else said, spots)


def _said(speaks: str, one_of: bool) -> str:
    return speaks.rpartition(": ")[0] if one_of else speaks


def refused(asks: tuple[AskedChange, ...], forms: Iterable[Form]) -> FieldError | None:
    """Why these places cannot be asked for in the forms; None when they can."""
    known = {f"{form.id}.{asked.id}": asked for form in forms for asked in form.fields}
    says = f"Nêu nhiều nhất {MOST} chỗ cần sửa." if len(asks) > MOST else ""
    for one in asks:
        parts = one.place.split(".")
        asked = known.get(".".join(parts[:2]))
        there = asked and (len(parts) == 2 or asked.type == "table" and (
            len(parts) == 3 or len(parts) == 4 and parts[3] in {column.id for column in asked.columns}))
        if not there or len(one.place) > 300:
            says = "Biểu không có chỗ cần sửa vừa chọn; hãy chọn lại."
        elif len(one.words) > LONGEST:
            says = f"Lời dặn cho một chỗ dài quá {LONGEST} ký tự; hãy viết gọn lại."
    return FieldError("", "cho_sua", None, None, says) if says else None


def changed(sent: Answers, now: Answers, place: str, tables: frozenset[str]) -> bool:
    """Whether the place holds something else than what was sent; what is gone is changed too."""
    one, other = flat(sent, tables), flat(now, tables)
    parts = place.split(".")
    table, row = ".".join(parts[:2]), parts[2] if len(parts) > 2 else ""
    if row and row not in other.rows.get(table, []):
        return True
    if is_row(place, tables):
        before, after = one.row(table, row), other.row(table, row)
        return any(not same(before.get(key), after.get(key)) for key in before | after)
    if place in tables:
        return any(changed(sent, now, f"{table}.{key}", tables) for key in one.rows.get(table, [])) or (
            one.rows.get(table) != other.rows.get(table))
    return not same(one.values.get(place), other.values.get(place))
