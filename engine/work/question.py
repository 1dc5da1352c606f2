"""Everything a page needs to draw one form, to be filled or to be read, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.plan.form import Confirmation, Form, FormField
from engine.work.control import Asking, Question, anchor, question
from engine.work.fields import fields_at
from engine.work.form import (
    Answers,
    Context,
    FieldError,
    Values,
    names_at,
    percent_filled,
    readable,
    table_surroundings,
    visible_fields,
)
from engine.work.posted import field_name
from engine.work.record import REASON, fill_formulas
from engine.work.rows import Surroundings
from engine.work.sheet import Sheet, TableView, table_view


@dataclass(frozen=True, slots=True)
class FormView:
    """One form in the order of its fields. A field whose condition does not hold is there too, with `visible` False.

    `errors` are all sentences of this form with their anchors, for the summary. `personal`: some question asks for
    personal data.
    """

    id: str
    code: str | None
    name: str
    help: str | None
    paper: str
    ours: bool
    items: tuple[Question | TableView, ...]
    errors: tuple[tuple[str, str], ...]
    percent: int
    confirmation: Confirmation | None
    personal: bool

    @property
    def files_read(self) -> bool:
        """There is enough in it to fill it in Excel or Word: a table, or several questions."""
        open_items = [item for item in self.items if item.spec.type != "file" and not item.spec.read_only]
        return len(open_items) > 2 or any(item.spec.type == "table" for item in open_items)


@dataclass(frozen=True, slots=True)
class _Page:
    """What all items of one form are drawn from; `errors`: (field, row, column) -> what stands there."""

    form: Form
    values: Values
    errors: Mapping[tuple[str | None, str | None, str | None], str]
    visible: frozenset[str]
    context: Context


def questions(
    form: Form, step_id: str, answers: Answers, errors: Iterable[FieldError], context: Context,
) -> FormView:
    """The form to be filled; `errors` may hold those of other forms. `answers` as drafted, posted or prefilled."""
    own = tuple(error for error in errors if error.form == form.id)
    visible = frozenset(f.id for f in visible_fields(form, step_id, answers, context))
    page = _Page(form, _values(form, step_id, answers, context), _by_place(own), visible, context)
    items: list[Question | TableView] = []
    for spec in fields_at(form, step_id):
        if spec.type == "table":
            items.append(table_view(_sheet(page, spec, table_surroundings(form, step_id, answers, context, spec.id))))
        else:
            items.append(question(spec, _asking(page, spec)))
    return _view(form, items, own, percent_filled((form,), step_id, answers, context))


def reading(form: Form, step_id: str, answers: Answers, context: Context) -> FormView:
    """The same form with sent answers, to be read: nothing may be typed, hidden fields are left out."""
    values = answers.get(form.id, {})
    items: list[Question | TableView] = []
    for spec in fields_at(form, step_id):
        if spec.id not in values:
            continue
        if spec.type == "table":
            around = table_surroundings(form, step_id, answers, context, spec.id)
            items.append(table_view(Sheet(form.id, spec, values[spec.id], around, reading=True)))
        else:
            asking = Asking(field_name(form.id, spec.id), spec.label, values[spec.id], context.choices, read_only=True)
            items.append(question(spec, asking))
    return _view(form, items, (), 100)


def error_anchor(error: FieldError) -> str:
    """The id in the page of the control (or table, or form) that the error speaks of."""
    parts = (error.form, error.field, error.row, error.column)
    return anchor(".".join(("f", *(part for part in parts if part))))


def _by_place(own: tuple[FieldError, ...]) -> dict[tuple[str | None, str | None, str | None], str]:
    """(field, row, column) -> its sentence, or its sentences one after the other."""
    found: dict[tuple[str | None, str | None, str | None], str] = {}
    for error in own:
        place = (error.field, error.row, error.column)
        found[place] = f"{found[place]} {error.message}" if place in found else error.message
    return found


def _view(form: Form, items: list[Question | TableView], own: tuple[FieldError, ...], percent: int) -> FormView:
    asked = [*form.fields, *(column for spec in form.fields for column in spec.columns)]
    return FormView(
        form.id, form.code, form.name, form.help, form.paper, form.ours, tuple(items),
        tuple((error_anchor(error), error.message) for error in own), percent, form.confirmation,
        any(spec.personal for spec in asked),
    )


def _values(form: Form, step_id: str, answers: Answers, context: Context) -> Values:
    """As typed where people type; first values and formulas where they do not."""
    fields = fields_at(form, step_id)
    raw = answers.get(form.id, {})
    known = readable(form, step_id, raw, context)
    known.update({f.id: None for f in fields if f.type == "computed"})
    fill_formulas(fields, known, names_at(step_id, context))
    return {**known, **{f.id: raw.get(f.id) for f in fields if not f.read_only and f.type != "computed"}, **{
        key: value for key, value in raw.items() if key.endswith(REASON)}}


def _asking(page: _Page, spec: FormField) -> Asking:
    place, context = (page.form.id, spec.id), page.context
    return Asking(
        field_name(*place), spec.label, page.values.get(spec.id), context.choices, spec.id in page.visible,
        first=context.computed.get(page.form.id, {}).get(spec.id), origin=context.origins.get(place),
        errors={key: says for (key, row, _), says in page.errors.items() if key and row is None},
        reason=str(page.values.get(spec.id + REASON) or ""),
    )


def _sheet(page: _Page, spec: FormField, around: Surroundings) -> Sheet:
    errors = {(row, column): says for (key, row, column), says in page.errors.items() if key == spec.id}
    origins = {(place[2], place[3]): says for place, says in page.context.origins.items()
               if len(place) == 4 and place[:2] == (page.form.id, spec.id)}
    raw, visible = page.values.get(spec.id), spec.id in page.visible
    return Sheet(page.form.id, spec, raw, around, errors, origins, visible=visible)
