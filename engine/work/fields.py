"""Fields that are asked together, and what no answer changes about them: worked out once for a form and a step."""

from dataclasses import dataclass
from functools import cached_property

from engine.plan.expression import Expression, parse_expression
from engine.plan.form import Form, FormField

_MOST_PARTS = 64
"""So many of the sets that conditions leave are kept; a form has a few."""


@dataclass(frozen=True)
class Fields:
    """The fields of a form in one step, or the columns of a table, in their order."""

    all: tuple[FormField, ...]

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(one.id for one in self.all)

    @cached_property
    def conditions(self) -> tuple[tuple[str, Expression], ...]:
        """Of those that are not always asked, by id."""
        return tuple((one.id, parse_expression(one.when)) for one in self.all if one.when)

    @cached_property
    def tables(self) -> tuple[FormField, ...]:
        return tuple(one for one in self.all if one.type == "table")

    @cached_property
    def plain(self) -> "Fields":
        """Those that are no tables."""
        return Fields(tuple(one for one in self.all if one.type != "table")) if self.tables else self

    @cached_property
    def ruled(self) -> bool:
        """Whether one of them has rules of its own."""
        return any(one.rules for one in self.all)

    def among(self, ids: frozenset[str]) -> "Fields":
        """Those of these ids."""
        if ids >= self.ids:
            return self
        if len(self._parts) == _MOST_PARTS:
            self._parts.clear()
        if ids not in self._parts:
            self._parts[ids] = Fields(tuple(one for one in self.all if one.id in ids))
        return self._parts[ids]

    @cached_property
    def _parts(self) -> dict[frozenset[str], "Fields"]:
        return {}


def fields_of(owner: Form | FormField, step_id: str) -> Fields:
    """The fields of the form (or columns of the table) that are asked in that step."""
    return owner.once(("fields", step_id), lambda: Fields(tuple(
        one for one in (owner.fields if isinstance(owner, Form) else owner.columns)
        if not one.only_steps or step_id in one.only_steps)))


def fields_at(owner: Form | FormField, step_id: str) -> tuple[FormField, ...]:
    """The same, nothing but the fields."""
    return fields_of(owner, step_id).all
