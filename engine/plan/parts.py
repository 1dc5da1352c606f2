"""Every part of a plan that can name a clause, with its path, and the forms it names."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from engine.plan.element import Binding
from engine.plan.model import Plan
from engine.plan.read import Path
from engine.plan.step import Step


def parts(plan: Plan) -> Iterator[tuple[Path, Binding]]:
    """In the order of the model, at any depth, the plan itself first."""
    return _within(plan, ())


def _within(value: object, path: Path) -> Iterator[tuple[Path, Binding]]:
    if isinstance(value, Binding):
        yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _within(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _within(inner, (*path, key))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _within(inner, (*path, number))


def forms_of(part: Binding) -> tuple[str, ...]:
    """Ids of the forms that a part puts to use."""
    if isinstance(part, Step):
        return tuple(form_id for ids in part.forms.values() for form_id in ids)
    single = part.evidence.form if isinstance(part, Plan) else getattr(part, "form", None)
    return (single,) if single else ()
