"""Entries of the register: made from the rows of a registration, changed by what steps write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.base.text import fold
from engine.plan.measure import Register
from engine.plan.model import Plan
from engine.plan.step import RegisterWrite, Step

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One initiative in one run. `data`: attribute id -> value; `row_key`: the row of the registration."""

    id: str
    run_id: str
    unit_id: str
    row_key: str
    name: str
    status: str
    """sent | accepted | withdrawn"""
    registered: bool
    data: Mapping[str, object]
    created_at: datetime
    rev: int = 1
    continues: str | None = None
    """The entry of an earlier year that this one goes on with."""

    def context(self, unit: Mapping[str, object]) -> dict[str, object]:
        """What expressions know as `mo_hinh`."""
        return {**self.data, "ma": self.id, "ten": self.name, "trang_thai": self.status,
                "da_dang_ky": self.registered, "don_vi": unit}

    @property
    def search(self) -> str:
        return fold(" ".join([self.name, *(value for value in self.data.values() if isinstance(value, str))]))

    def with_data(self, register: Register, changes: Mapping[str, object]) -> "Entry":
        """The same entry after attributes changed; the name follows its attribute."""
        data = {**self.data, **changes}
        return replace(self, data=data, name=str(data.get(register.title) or self.name))


@dataclass(frozen=True, slots=True)
class Registration:
    """What sending the rows of a registration does to a unit's entries."""

    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...]

    def continuing(self, origins: Mapping[str, str | None]) -> "Registration":
        """The same with the entries of earlier years that rows name; `origins` by row key."""
        def linked(entry: Entry) -> Entry:
            return replace(entry, continues=origins.get(entry.row_key))

        return replace(self, added=tuple(map(linked, self.added)), changed=tuple(map(linked, self.changed)))


def attributes_of(register: Register, values: Row) -> dict[str, object]:
    """The answers that the register keeps, by attribute."""
    known = {attribute.id for attribute in register.attributes}
    return {key: value for key, value in values.items() if key in known}


def row_keys(plan: Plan, step: Step, write: RegisterWrite) -> str:
    """What the keys of that registration begin with: nothing for the plan's first one, "2:" for its second, …"""
    every = [(one.id, given.create) for one in plan.steps for given in one.writes if given.create]
    number = every.index((step.id, write.create or "")) + 1
    return f"{number}:" if number > 1 else ""


def row_key(prefix: str, row: Row) -> str:
    """The key of the entry that the row becomes, as long as its column."""
    return f"{prefix}{row['_id']}"[:64]


def registration(register: Register, rows: Iterable[Row], present: Iterable[Entry], blank: Entry,
                 new_id: Iterable[str]) -> Registration:
    """Compare the rows sent with the entries there are; `blank` carries what new entries share.

    Its `row_key` is what the keys of this registration begin with; entries of another one are left alone. A row sent
    again is the same entry. An entry whose row is gone is withdrawn; its key is set free.
    """
    by_key = {entry.row_key: entry for entry in present
              if entry.registered and entry.status != "withdrawn" and _sheet(entry.row_key) == blank.row_key}
    ids = iter(new_id)
    added: list[Entry] = []
    changed: list[Entry] = []
    for row in rows:
        key = row_key(blank.row_key, row)
        found = by_key.pop(key, None)
        entry = (found or replace(blank, id=next(ids), row_key=key)).with_data(register, attributes_of(register, row))
        (changed if found else added).append(entry)
    gone = (replace(entry, status="withdrawn", row_key=f"~{entry.id}") for entry in by_key.values())
    return Registration(tuple(added), tuple(changed), tuple(gone))


def _sheet(key: str) -> str:
    number, mark, _ = key.partition(":")
    return number + mark if mark else ""
