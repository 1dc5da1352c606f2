"""What the rules look at: a plan in one year, with its calendar, its organisation and every computed deadline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from engine.base.calendar import WorkCalendar
from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.rules import RULES
from engine.plan.deadline import Rule, parse_deadline
from engine.plan.element import Binding
from engine.plan.folder import LoadedPlan
from engine.plan.model import Plan
from engine.plan.organisation import Organisation
from engine.plan.parts import forms_of, parts
from engine.plan.read import Path, ReadPlan
from engine.plan.step import MAIN, Step
from engine.work.deadline import Due, due


@dataclass(frozen=True, eq=False)
class Seen:
    """A plan that reads without a mistake, in the year it is to run. `organisation`: None where it is not known."""

    loaded: LoadedPlan
    year: int
    calendar: WorkCalendar
    organisation: Organisation | None = None

    @property
    def read(self) -> ReadPlan:
        return self.loaded.read

    @property
    def plan(self) -> Plan:
        return self.loaded.plan

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Id -> step."""
        return {step.id: step for step in self.plan.steps}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id of a step -> its number in the file, for paths."""
        return {step.id: number for number, step in enumerate(self.plan.steps)}

    @cached_property
    def events(self) -> dict[str, date]:
        """Folded name -> day of the events that the plan dates."""
        days = {fold(name): self.days(event.date).opening_day
                for name, event in self.plan.events.items() if event.date}
        return {name: day for name, day in days.items() if day}

    @cached_property
    def parts(self) -> tuple[tuple[Path, Binding], ...]:
        """Every part of the plan that can name a clause, with its path."""
        return tuple(parts(self.plan))

    @cached_property
    def users(self) -> dict[str, tuple[Binding, ...]]:
        """Id of a form -> the parts that put it to use: steps, the nomination, papers of dossiers, duties."""
        found: dict[str, tuple[Binding, ...]] = {form.id: () for form in self.plan.forms}
        for _, part in self.parts:
            for form_id in dict.fromkeys(forms_of(part)):
                found[form_id] = (*found[form_id], part)
        return found

    def rule(self, phrase: str) -> Rule:
        """What a deadline phrase of the plan says."""
        return parse_deadline(phrase, self.plan.before_is_inclusive)

    def days(self, phrase: str) -> Due:
        """The days of a phrase that hangs on no event."""
        return due(self.rule(phrase), self.calendar, {}, self.year)

    def begins(self, phrase: str) -> date | None:
        """The first day of a phrase of `mở từ`; None while an event it hangs on has no date."""
        return due(self.rule(phrase), self.calendar, self.events, self.year).opening_day

    @cached_property
    def _dues(self) -> dict[tuple[str, str], Due]:
        return {(step.id, fold(slot)): due(self.rule(phrase), self.calendar, self.events, self.year)
                for step in self.plan.steps for slot, phrase in step.deadlines.items()}

    def due(self, step_id: str, slot: str = MAIN) -> Due | None:
        """The days of that deadline; None where the step has none there."""
        return self._dues.get((step_id, fold(slot)))

    def dues(self) -> Iterator[tuple[Step, str, Due]]:
        """Every deadline of the plan with its step and slot, in the order of the file."""
        for step in self.plan.steps:
            for slot in step.deadlines:
                yield step, slot, self._dues[step.id, fold(slot)]

    def found(self, rule: str, path: Path, message: str, repair: str | None, clauses: Iterable[str]) -> Finding:
        """A finding of that rule at that path of the plan file."""
        return Finding(rule, RULES[rule].severity, self.read.at(*path), tuple(dict.fromkeys(clauses)), message, repair)


def named(*parts: Binding) -> tuple[str, ...]:
    """The places of the document that these parts of the plan come from, each once."""
    return tuple(dict.fromkeys(clause.at for part in parts for clause in part.clauses))
