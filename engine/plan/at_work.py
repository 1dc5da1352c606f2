"""The plan as it is at work in one year: the year in its texts, recurring steps and standing duties as plain steps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from engine.base.diagnostic import Place
from engine.plan.evidence import evidence_step, with_evidence_form
from engine.plan.form import Form, FormField
from engine.plan.model import Plan
from engine.plan.occurrences import occurrences, only_in_time, times_of
from engine.plan.read import Path, ReadPlan
from engine.plan.step import Step
from engine.plan.yearly import in_year

Named = TypeVar("Named", Step, FormField)
_SEVERAL = ("after", "needs", "feeds", "examines")
"""Where a step names others, the name of a recurring one means all its times."""


def at_work(read: ReadPlan, year: int | None) -> ReadPlan:
    """Ids are those of the plan, with those of the times; places are those of what the plan wrote."""
    plan = in_year(read.plan, year)
    if not plan.duties and not any(step.recurs for step in plan.steps):
        return replace(read, plan=plan)
    of_year, inclusive = year or plan.year, plan.before_is_inclusive
    made: list[tuple[Path, Step]] = []
    for number, step in enumerate(plan.steps):
        found = occurrences(step, step.recurs, of_year, inclusive) if step.recurs else (step,)
        made += [(("steps", number), one) for one in found]
    for number, duty in enumerate(plan.duties):
        made.append((("duties", number), only_in_time(evidence_step(plan, duty), of_year, inclusive)))
    several = {step.id: tuple(f"{step.id}-{time.id}" for time in times_of(step.recurs))
               for step in plan.steps if step.recurs}
    ready = plan.model_copy(update={
        "steps": tuple(_naming_all(step, _SEVERAL, several) for _, step in made),
        "forms": tuple(_form(form, several) for form in with_evidence_form(plan))})
    return _placed(read, in_year(ready, of_year), [path for path, _ in made])


def _naming_all(part: Named, keys: tuple[str, ...], several: dict[str, tuple[str, ...]]) -> Named:
    changed = {key: tuple(one for name in getattr(part, key) for one in several.get(name, (name,))) for key in keys}
    return part.model_copy(update={key: names for key, names in changed.items() if names != getattr(part, key)})


def _form(form: Form, several: dict[str, tuple[str, ...]]) -> Form:
    return form.model_copy(update={"fields": tuple(_field(field, several) for field in form.fields)})


def _field(field: FormField, several: dict[str, tuple[str, ...]]) -> FormField:
    columns = tuple(_field(column, several) for column in field.columns)
    named = _naming_all(field, ("only_steps",), several)
    return named.model_copy(update={"columns": columns})


def _placed(read: ReadPlan, plan: Plan, sources: list[Path]) -> ReadPlan:
    """Each step stands where that stands which it was made of."""
    def moved(places: Mapping[Path, Place]) -> dict[Path, Place]:
        kept = {path: place for path, place in places.items() if path[:1] != ("steps",) or len(path) == 1}
        by_source: dict[Path, list[tuple[Path, Place]]] = {}
        for path, place in places.items():
            by_source.setdefault(path[:2], []).append((path[2:], place))
        return kept | {("steps", number, *rest): place
                       for number, source in enumerate(sources) for rest, place in by_source.get(source, ())}

    return replace(read, plan=plan, places=moved(read.places), key_places=moved(read.key_places))
