"""What every part of a plan shares: it is frozen, refuses unknown keys, and names its clause."""

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from engine.base.text import did_you_mean, fold

Found = TypeVar("Found")
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Ident = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=64)]
"""An id: lower-case letters without marks, digits, single - or _ between."""


def words(table: Mapping[str, Any]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Annotations for a closed list of Vietnamese words, each standing for a value; marks and case do not matter."""
    by_fold = {fold(word): value for word, value in table.items()}

    def look_up(given: object) -> object:
        if isinstance(given, str):
            if fold(given) in by_fold:
                return by_fold[fold(given)]
        elif given in table.values():
            return given
        raise PydanticCustomError(
            "word", "không nhận giá trị này; được phép: {allowed}{near}",
            {"allowed": ", ".join(f'"{w}"' for w in table), "near": did_you_mean(str(given), table)},
        )

    return BeforeValidator(look_up), WithJsonSchema({"enum": list(table)})


_YES = words({"có": True, "không": False, "true": True, "false": False})
Yes = Annotated[bool, _YES[0], _YES[1]]
WorkingOrOff = Annotated[bool, *words({"làm việc": True, "nghỉ": False})]
""""nghỉ" (False) or "làm việc" (True): what a decision makes of a day."""


class Part(BaseModel):
    """A frozen piece of a plan; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def once(self, name: Hashable, work: Callable[[], Found]) -> Found:
        """What `work` finds out from this part alone, worked out once and kept under that name."""
        if name not in self._found:
            self._found[name] = work()
        found: Found = self._found[name]
        return found

    @cached_property
    def _found(self) -> dict[Hashable, Any]:
        return {}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The copy finds out for itself."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(copied).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Clause(Part):
    """Where a binding element comes from: the place in the document, its id in the register, its words."""

    at: Text = Field(alias="mục")
    id: Text | None = Field(None, alias="mã")
    quote: Text | None = Field(None, alias="nguyên văn")


class Binding(Part):
    """A part that a clause of the document demands."""

    clauses: tuple[Clause, ...] = Field((), alias="trích mục")
