"""The lists a form chooses from: those of the plan, and the people, units, entries and files the caller may offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.plan.form import FormField
from engine.plan.model import Plan

Listed = tuple[tuple[str, str], ...]
"""(id, label) in the order of show."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A person who may be named: `place` is every position with its unit, `near`: one is in the unit concerned."""

    id: str
    name: str
    place: str
    near: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen now. `files` are the files already stored for this task; a file id not listed is refused.

    `headings`: field of work -> section heading on the official form, where it differs from the name. `people`: what is
    known of the persons beside their names, by id.
    """

    persons: Listed = ()
    units: Listed = ()
    entries: Listed = ()
    files: Listed = ()
    plan_lists: Mapping[str, Listed] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Offered] = field(default_factory=dict)


def choices_of(
    plan: Plan, *, persons: Listed = (), people: tuple[Offered, ...] = (), units: Listed = (), entries: Listed = (),
    files: Listed = (), past: Listed = (), public: Listed = (),
) -> Choices:
    """The lists of the plan joined with those the caller looked up: `persons` to read, `people` to choose from."""
    lists = plan.once("lists of choices", lambda: {
        "fields": tuple((f.id, f.name) for f in plan.fields),
        "topics": tuple((t.id, t.label) for f in plan.fields for t in f.topics),
        "programmes": tuple((p.id, p.label) for f in plan.fields for p in f.programmes),
        "groups": tuple((g.id, g.name) for g in plan.groups)})
    headings = plan.once("headings of choices", lambda: {f.id: f.heading for f in plan.fields if f.heading})
    named = persons or tuple((one.id, one.name) for one in people)
    return Choices(named, units, entries, files, {**lists, "past": past, "public": public}, headings,
                   {one.id: one for one in people})


def options_of(asked: FormField, choices: Choices) -> Listed:
    """The answers allowed for a field that chooses; empty for other types."""
    match asked.type:
        case "person" | "persons":
            return choices.persons
        case "unit":
            return choices.units
        case "initiative" | "initiatives":
            return choices.plan_lists.get("public", ()) if asked.any_public else choices.entries
        case "file":
            return choices.files
    if asked.options_from:
        return choices.plan_lists.get(asked.options_from, ())
    return asked.once("options", lambda: tuple((o.id, o.label) for o in asked.options))
