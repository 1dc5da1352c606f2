"""The header of a table-form as the official form has it: merged headings, column numbers, footnotes."""

from dataclasses import dataclass
from itertools import groupby

from engine.plan.form import FormField
from engine.work.choices import Choices, options_of

ONE_MARK = "chọn 1"


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the header. `small` stands under the text: the official parenthesis, or "chọn 1"."""

    text: str
    small: str | None
    columns: int
    rows: int
    footnote: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One drawn column: a field, or one option of a choice drawn as marks; `number` is official ("Stt" is 1)."""

    spec: FormField
    label: str
    number: int
    option: str | None
    footnote: str | None

    @property
    def name(self) -> str:
        """The field, and the option of a mark box: "loai:tap-the"."""
        return f"{self.spec.id}:{self.option}" if self.option else self.spec.id

    @property
    def merged_under(self) -> tuple[str, str] | None:
        """What must be equal in neighbours for one heading over both."""
        if self.option is not None:
            return (self.spec.id, self.spec.heading or "")
        return ("", self.spec.heading) if self.spec.heading else None


def columns_of(
    official: tuple[FormField, ...], asked: tuple[FormField, ...], group_by: str | None, choices: Choices,
) -> tuple[ColumnView, ...]:
    """The columns drawn for what is `asked`, with the numbers they have among all `official` ones.

    The one that makes the sections is not among them.
    """
    every: list[tuple[FormField, str, str | None]] = []
    for spec in official:
        if spec.id == group_by:
            continue
        if spec.as_marks:
            every += [(spec, label, key) for key, label in options_of(spec, choices)]
        else:
            every.append((spec, spec.label, None))
    drawn = [(n, *column) for n, column in enumerate(every, 2) if column[0] in asked]
    notes = list(dict.fromkeys(spec.footnote for _, spec, _, _ in drawn if spec.footnote))
    return tuple(
        ColumnView(spec, label, n, key, str(notes.index(spec.footnote) + 1) if spec.footnote else None)
        for n, spec, label, key in drawn
    )


def footnotes_of(columns: tuple[ColumnView, ...]) -> tuple[str, ...]:
    """The notes in the order of their numbers."""
    return tuple(dict.fromkeys(c.spec.footnote for c in columns if c.spec.footnote))


def header_of(columns: tuple[ColumnView, ...]) -> tuple[tuple[HeadCell, ...], ...]:
    """One row of cells, or two when a heading stands over several columns."""
    if not any(c.merged_under for c in columns):
        return (tuple(HeadCell(c.label, c.spec.help, 1, 1, c.footnote) for c in columns),)
    above: list[HeadCell] = []
    below: list[HeadCell] = []
    for merged, neighbours in groupby(columns, key=lambda c: c.merged_under):
        under = list(neighbours)
        if merged is None:
            above += [HeadCell(c.label, c.spec.help, 1, 2, c.footnote) for c in under]
            continue
        note = next((c.footnote for c in under if c.footnote), None)
        small = _one_mark(under[0].spec) if under[0].option is not None else None
        above.append(HeadCell(merged[1], small, len(under), 1, note))
        below += [HeadCell(c.label, None if c.option is not None else c.spec.help, 1, 1) for c in under]
    return (tuple(above), tuple(below))


def _one_mark(choice: FormField) -> str:
    return f"{ONE_MARK}. {choice.help}" if choice.help else ONE_MARK


def marked_ranges(columns: tuple[ColumnView, ...]) -> list[str]:
    """Official numbers of the columns of each choice drawn as marks: ["3–4", "6–8"]."""
    found = []
    for _, group in groupby((c for c in columns if c.option is not None), key=lambda c: c.spec.id):
        numbers = [c.number for c in group]
        found.append(f"{numbers[0]}–{numbers[-1]}")
    return found
