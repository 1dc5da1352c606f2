"""A list of tasks that a person looks at again, alone or together with the colleagues of a unit."""

from dataclasses import dataclass

COLOURS = ("brand", "late", "now", "soon", "week", "back")
LONGEST_NAME = 60
MOST = 20
"""So many views a person may have."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query`: the address of the list; `unit_id`: whose people see it too, None for the owner alone."""

    id: str
    owner_id: str
    unit_id: str | None
    name: str
    colour: str
    query: str
    owner: str = ""
    unit: str = ""
