"""One control of a form, as a page draws it: a field, a cell, or one mark box of a choice drawn as columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.plan.form import FormField
from engine.work.choices import Choices, Listed, options_of
from engine.work.months import ends_of, months_text
from engine.work.record import REASON
from engine.work.typed import MANY, ONE_OF, is_blank, read_value
from engine.work.words import day_text, lower_first, number_text

MARK = "×"


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice of a control; of a person `place` says position and unit, `near` whether it is the unit concerned."""

    id: str
    label: str
    chosen: bool
    place: str = ""
    near: bool = False


@dataclass(frozen=True, slots=True)
class ReasonView:
    """The companion "why was the figure changed"; `was` is the first value as shown; `needed` when it differs now."""

    name: str
    value: str
    was: str
    needed: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One control: a field, a cell, or one mark box of a choice drawn as columns (then `option` is its box).

    `value` is what an input shows, `text` what a reader sees (marks as ×, ids as labels, Vietnamese days and figures).
    `speaks` names the control to a screen reader ("Dòng 3, kết quả cần đạt"). `anchor` is its id in the page.
    `origin` says where the first answer came from; `changed` that the answer differs from it now.
    """

    name: str
    anchor: str
    spec: FormField
    speaks: str
    value: str
    text: str
    visible: bool
    required: bool
    read_only: bool
    options: tuple[OptionView, ...] = ()
    option: OptionView | None = None
    error: str | None = None
    origin: str | None = None
    changed: bool = False
    figure: int | float | None = None
    """The value, when it is a number."""
    reason: ReasonView | None = None

    @property
    def type(self) -> str:
        return self.spec.type

    @property
    def ends(self) -> tuple[str, str]:
        """What the two inputs of a range of months show."""
        return ends_of(self.value)

    @property
    def label(self) -> str:
        return self.spec.label

    @property
    def boxed(self) -> bool:
        """It is drawn as a box too narrow for words."""
        return self.option is not None or self.type == "mark"

    @property
    def checked(self) -> bool:
        """Of a mark, or of one mark box."""
        return self.text == MARK


@dataclass(frozen=True, slots=True)
class Asking:
    """How one answer is asked: where it stands, what is there, what came first, what is wrong with it."""

    name: str
    speaks: str
    value: object
    choices: Choices
    visible: bool = True
    read_only: bool = False
    first: object = None
    origin: str | None = None
    errors: Mapping[str, str] | None = None
    """Field id (or id + "__ly_do") -> sentence, of the same form or row."""
    reason: str = ""


def question(spec: FormField, asking: Asking) -> Question:
    """The control of a field that is not a table."""
    read_only = asking.read_only or spec.read_only or spec.type == "computed"
    given = asking.value if read_only else read_value(spec, asking.value, asking.choices).value
    chosen = set(given) if isinstance(given, list | tuple) else {given}
    listed = options_of(spec, asking.choices)
    return Question(
        asking.name, anchor(asking.name), spec, asking.speaks, input_text(spec, given),
        display(spec, given, asking.choices), asking.visible,
        spec.required and not read_only and spec.type != "mark", read_only,
        tuple(_option(key, label, key in chosen, spec, asking.choices) for key, label in listed),
        error=(asking.errors or {}).get(spec.id), origin=asking.origin,
        changed=asking.first is not None and given != asking.first,
        figure=given if isinstance(given, int | float) and not isinstance(given, bool) else None,
        reason=None if read_only else _reason(spec, asking, given),
    )


def _option(key: str, label: str, chosen: bool, spec: FormField, choices: Choices) -> OptionView:
    known = choices.people.get(key) if spec.type in ("person", "persons") else None
    return OptionView(key, label, chosen, known.place, known.near) if known else OptionView(key, label, chosen)


def mark_boxes(asked: Question) -> tuple[Question, ...]:
    """One question per option of a choice drawn as columns; the error stands at the first."""
    boxes = []
    for n, option in enumerate(asked.options):
        boxes.append(replace(
            asked, anchor=f"{asked.anchor}-{option.id}" if n else asked.anchor,
            speaks=f"{asked.speaks}: {lower_first(option.label)}",
            value=option.id, text=MARK if option.chosen else "", option=option,
            error=None if n else asked.error, origin=None if n else asked.origin, reason=None if n else asked.reason,
        ))
    return tuple(boxes)


def display(spec: FormField, value: object, choices: Choices) -> str:
    """What a reader sees; what could not be understood shows as typed."""
    if spec.type == "mark":
        return MARK if value is True else ""
    if is_blank(value):
        return ""
    if spec.type in MANY | ONE_OF:
        return ", ".join(labels(value, options_of(spec, choices)))
    if spec.type == "month_range":
        return months_text(str(value))
    shown = input_text(spec, value)
    return shown + "%" if spec.type == "percent" and isinstance(value, int | float) else shown


def input_text(spec: FormField, value: object) -> str:
    """What an input shows: days as dd/MM/yyyy, figures with a comma."""
    if isinstance(value, bool) or is_blank(value):
        return "1" if value is True else ""
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    text = str(value)
    return iso_day(text) if spec.type == "date" else text


def iso_day(text: str) -> str:
    """An ISO day as dd/MM/yyyy; other text unchanged."""
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text


def labels(value: object, listed: Listed) -> list[str]:
    """Labels of one id or of several; an id that is no longer listed stands for itself."""
    known = dict(listed)
    ids: Iterable[object] = value if isinstance(value, list | tuple) else [value]
    return [known.get(str(one), str(one)) for one in ids]


def anchor(name: str) -> str:
    """The id in the page of the control of that name."""
    return name.replace(".", "-")


def _reason(spec: FormField, asking: Asking, given: object) -> ReasonView | None:
    if not spec.reason_if_changed or asking.first is None:
        return None
    was = display(spec, asking.first, asking.choices)
    error = (asking.errors or {}).get(spec.id + REASON)
    return ReasonView(asking.name + REASON, asking.reason, was, given != asking.first, error)

