"""When a cell of a table is to be filled, in words, and what is said of a mark that was not to be taken."""

from dataclasses import dataclass

from engine.plan.expression import parse_expression
from engine.plan.form import FormField
from engine.plan.terms import Term, terms_of
from engine.work.choices import Choices, options_of


@dataclass(frozen=True, slots=True)
class Condition:
    """A column that is asked in some rows only, and the sentence about it."""

    column: str
    says: str


def conditions_of(columns: tuple[FormField, ...], choices: Choices) -> tuple[Condition, ...]:
    """The columns whose cells keep their place in the rows that do not ask for them."""
    return tuple(Condition(one.id, _sentence(one, columns, choices)) for one in columns
                 if one.when and not (one.off_form or one.read_only or one.type == "computed"))


def conditional_box(column: FormField) -> bool:
    """It is drawn as boxes that keep their place, whether they may be marked or not."""
    return bool(column.when) and not column.read_only and (column.type == "mark" or column.as_marks)


def not_taken(column: FormField, columns: tuple[FormField, ...], choices: Choices) -> str:
    """The end of the sentence for a mark in a row that does not ask for it."""
    if when := _when(column, columns, choices):
        return f"chưa nhận dấu ×; chỉ đánh dấu khi {when}"
    return f"chưa nhận dấu ×; còn tuỳ {_where(column, columns)}"


def _sentence(column: FormField, columns: tuple[FormField, ...], choices: Choices) -> str:
    when, box = _when(column, columns, choices), conditional_box(column)
    if when:
        return f"“{column.label}” chỉ đánh dấu khi {when}." if box else f"“{column.label}” chỉ điền khi {when}."
    where = _where(column, columns)
    if box:
        return f"“{column.label}” có đánh dấu hay không tuỳ {where}."
    return f"“{column.label}” có hỏi hay không tuỳ {where}."


def _when(column: FormField, columns: tuple[FormField, ...], choices: Choices) -> str:
    """The condition in words, where it is one term or two; else nothing."""
    known = {one.id: one for one in columns}
    terms = terms_of(column.when or "")
    if not 1 <= len(terms) <= 2 or any(term.name not in known for term in terms):
        return ""
    first, *rest = ((known[term.name].label, _is(term, known[term.name], choices)) for term in terms)
    if rest:
        return f"“{first[0]}” {first[1]} và khi “{rest[0][0]}” {rest[0][1]}"
    return f"ô “{first[0]}” {first[1]}"


def _is(term: Term, about: FormField, choices: Choices) -> str:
    if isinstance(term.value, bool):
        return "có dấu ×" if term.value else "không có dấu ×"
    return f"là “{dict(options_of(about, choices)).get(term.value, term.value)}”"


def _where(column: FormField, columns: tuple[FormField, ...]) -> str:
    """The columns of the row that the condition looks at."""
    names = parse_expression(column.when or "").names
    return ", ".join(f"“{one.label}”" for one in columns if one.id in names) or "chỗ khác của việc này"
