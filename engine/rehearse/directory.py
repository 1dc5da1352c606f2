"""How a script or a plan test names units, people and initiatives, and the ids behind the names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.plan.form import FormField

MARKS = {"có": True, "không": False}
_NAMED = ("unit", "person", "initiative", "mark")


@dataclass(frozen=True)
class Directory:
    """How the script names units and people, to their ids."""

    units: Mapping[str, str]
    people: Mapping[str, str]


def known(fields: Iterable[FormField], given: dict[str, Any], directory: Directory, names: Mapping[str, str]) -> None:
    """Put ids where the script names a unit, people or an initiative, and marks where it says có or không."""
    for one in fields:
        if one.id not in given:
            continue
        value = given[one.id]
        if one.type == "table":
            for row in value or ():
                known(one.columns, row, directory, names)
        elif one.type == "persons":
            given[one.id] = [directory.people.get(name, name) for name in value]
        elif one.type in _NAMED:
            lists: dict[str, Mapping[str, Any]] = {
                "unit": directory.units, "person": directory.people, "initiative": names, "mark": MARKS}
            given[one.id] = lists[one.type].get(value, value)
